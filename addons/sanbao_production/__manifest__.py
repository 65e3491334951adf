{
    "name": "Sanbao Production",
    "summary": "Machines, work steps, plans, output, problems and monthly statistics",
    "version": "19.0.1.0.0",
    "category": "Sanbao",
    "author": "Sanbao",
    "website": "https://example.com/sanbao",
    "license": "AGPL-3",
    "depends": [
        "maintenance",
        "sanbao_design",
        "sanbao_indicator",
        "sanbao_nonconformity",
        "sanbao_obligation",
    ],
    "data": [
        # Security
        "security/ir.model.access.csv",
        "security/sanbao_production_security.xml",
        # Data
        "data/ir_sequence_data.xml",
        "data/sanbao_rule_data.xml",
        "data/sanbao_parameter_data.xml",
        "data/sanbao_obligation_kind_data.xml",
        "data/sanbao_indicator_data.xml",
        "data/sanbao_report_definition_data.xml",
        # Views
        "views/sanbao_work_step_views.xml",
        "views/sanbao_process_problem_views.xml",
        "views/sanbao_production_output_views.xml",
        "views/sanbao_production_plan_views.xml",
        "views/maintenance_views.xml",
        "views/sanbao_nonconformity_views.xml",
        "views/sanbao_report_run_views.xml",
        "views/sanbao_production_menus.xml",
    ],
    "installable": True,
}
