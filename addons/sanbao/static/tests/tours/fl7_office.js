import {registry} from "@web/core/registry";

import {approve, gone, openRow, press, reached, save, shows, tab, write} from "./steps";

const SUPPLIER = "青岭液压件厂";
const tours = registry.category("web_tour.tours");
const line = (field) => `.o_field_widget[name=${field}] .o_selected_row`;
const row = (list, text) =>
    `.o_field_widget[name=${list}] .o_data_row:contains(${text})`;

function score(criterion, points) {
    return [
        {
            content: `to the score of ${criterion}`,
            trigger: `${row("line_ids", criterion)} td[name=score]`,
            run: "click",
        },
        write("score", points, `${line("line_ids")}:contains(${criterion})`),
    ];
}

// The server notes who scored: seen on screen, it is saved.
const scoredBy = (criterion, name) => ({
    content: `${criterion} is scored by ${name}`,
    trigger: `${row("line_ids", criterion)}:contains(${name})`,
});

tours.add("sanbao_fl7_02_plan_asm", {steps: () => approve("售后服务部")});

tours.add("sanbao_fl7_03_plan_dgm", {
    steps: () => [
        openRow("售后服务部"),
        press("validate_tier", "批准"),
        ...["quantity_checked", "timing_checked", "budget_checked"].map((name) => ({
            content: `tick ${name}`,
            trigger: `.modal .o_field_widget[name=${name}] input`,
            run: "click",
        })),
        {
            content: "approve with these ticks",
            trigger: ".modal button[name=action_approve]:contains(批准)",
            run: "click",
        },
        reached("已批准"),
    ],
});

tours.add("sanbao_fl7_04_papers_pb", {
    steps: () => [
        openRow(SUPPLIER, "partner_id"),
        ...["营业执照", "质量体系认证证书"].flatMap((kind) => [
            {
                content: `verify ${kind}`,
                trigger: `${row("paper_ids", kind)} button[name=action_sanbao_verify]`,
                run: "click",
            },
            {
                content: `${kind} is verified`,
                trigger: `${row("paper_ids", kind)}:contains(有效)`,
            },
        ]),
        press("action_assess", "资质评估"),
        ...score("资质", "85"),
        ...score("信誉", "80"),
        ...score("生产能力", "75"),
        ...save(),
        scoredBy("生产能力", "包采"),
        gone("action_submit"),
    ],
});

tours.add("sanbao_fl7_05_score_qc", {
    steps: () => [
        openRow(SUPPLIER),
        ...score("产品质量", "90"),
        ...save(),
        scoredBy("产品质量", "钱检"),
    ],
});

tours.add("sanbao_fl7_06_assessment_pb", {
    steps: () => [
        openRow(SUPPLIER),
        press("action_submit", "提交审批"),
        reached("已提交"),
    ],
});

tours.add("sanbao_fl7_07_assessment_pm", {steps: () => approve(SUPPLIER)});

for (const role of ["pm", "leg"]) {
    tours.add(`sanbao_fl7_08_agreement_${role}`, {
        steps: () => approve(SUPPLIER, "partner_id"),
    });
}

tours.add("sanbao_fl7_09_orders_pb", {
    steps: () => [
        openRow("售后服务部"),
        press("action_make_orders", "生成订单"),
        shows(SUPPLIER),
        press("action_sanbao_compare", "比价"),
        tab("供应商"),
        shows(SUPPLIER, ".o_field_widget[name=quote_ids]"),
    ],
});

tours.add("sanbao_fl7_10_comparison_pb", {
    steps: () => [
        openRow("高压柱塞泵"),
        tab("供应商"),
        {
            content: "choose the supplier",
            trigger: `${row("quote_ids", SUPPLIER)} button[name=action_choose]`,
            run: "click",
        },
        {
            content: "it is chosen",
            trigger: `.o_field_widget[name=chosen_quote_id]:contains(${SUPPLIER}), .o_field_widget[name=chosen_quote_id] input:value(${SUPPLIER})`,
        },
        write("reason", "总成本最低，质量评分合格"),
        press("action_submit", "提交审批"),
        reached("已提交"),
    ],
});

tours.add("sanbao_fl7_11_comparison_pm", {steps: () => approve("高压柱塞泵")});

tours.add("sanbao_fl7_12_contract_pb", {
    steps: () => [
        openRow("高压柱塞泵"),
        press("action_create_order", "生成订单"),
        press("action_sanbao_create_contract", "创建合同"),
        shows("权利义务"),
        press("action_submit", "提交审核"),
        reached("已提交"),
    ],
});

for (const role of ["leg", "pm"]) {
    tours.add(`sanbao_fl7_13_contract_${role}`, {
        steps: () => approve(SUPPLIER, "partner_id"),
    });
}

tours.add("sanbao_fl7_14_order_pb", {
    steps: () => [
        openRow(SUPPLIER, "partner_id"),
        press("action_sign", "双方已签署"),
        reached("已签署"),
        {
            content: "to the order",
            trigger: "button[name=action_view_order]",
            run: "click",
        },
        press("button_confirm", "确认订单"),
        reached("采购订单"),
    ],
});

tours.add("sanbao_fl7_15_receipt_wh", {
    steps: () => [
        openRow(SUPPLIER, "partner_id"),
        press("action_sanbao_check_all_ok", "与订单一致"),
        press("button_validate", "验证"),
        reached("完成"),
    ],
});
