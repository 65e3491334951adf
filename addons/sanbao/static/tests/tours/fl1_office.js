import {registry} from "@web/core/registry";
import {stepUtils} from "@web_tour/tour_utils";

import {
    answer,
    approve,
    gone,
    openRow,
    pick,
    press,
    radio,
    reached,
    save,
    select,
    shows,
    tab,
    write,
} from "./steps";

const CUSTOMER = "青禾市环卫处";
const FAULT = "启动后水泵无压力";
const tours = registry.category("web_tour.tours");

tours.add("sanbao_fl1_01_reception_cs", {
    steps: () => [
        shows("服务单", ".o_control_panel"),
        {
            content: "register a call",
            trigger: ".o_list_button_add:contains(新建)",
            run: "click",
        },
        ...pick("sanbao_archive_id", "0000-8800001", "TOUR-SN-1"),
        {
            content: "the unit brings its customer",
            trigger: `.o_field_widget[name=partner_id] input:value(${CUSTOMER})`,
        },
        write("name", "高压水泵不出水"),
        ...pick("channel_id", "电话"),
        {
            content: "describe the fault",
            trigger: ".o_field_widget[name=description] .odoo-editor-editable",
            run: `editor ${FAULT}`,
        },
        ...save(),
        shows("登记首次联系"),
    ],
});

tours.add("sanbao_fl1_02_application_as", {
    steps: () => [
        openRow("高压水泵不出水"),
        {trigger: "button[name=assign_to_me]:contains(分派给我)", run: "click"},
        gone("assign_to_me"),
        press("action_sanbao_note", "登记首次联系"),
        write("note", "已电话确认：启动后无压力", ".modal"),
        ...answer("保存"),
        press("action_sanbao_application", "填写申请单"),
        shows("三包"),
        write("analysis", "密封件老化，属产品质量问题"),
        ...select("cause_class", "产品质量"),
        ...select("solution_type", "维修"),
        write("planned_date", "+1d"),
        ...pick("engineer_ids", "郑工"),
        tab("费用"),
        write("amount_labour", "600"),
        write("amount_travel", "900"),
        press("action_submit", "提交审批"),
        reached("已提交"),
    ],
});

tours.add("sanbao_fl1_03_application_asm", {steps: () => approve(CUSTOMER)});

tours.add("sanbao_fl1_04_budget_as", {
    steps: () => [
        openRow(CUSTOMER),
        press("action_sanbao_budget", "费用预算"),
        shows("交通"),
        ...select("responsibility", "供方"),
        press("action_submit", "提交审批"),
        reached("已提交"),
    ],
});

for (const [number, role] of [
    ["05", "asm"],
    ["06", "sm"],
    ["07", "dgm"],
    ["08", "gm"],
]) {
    tours.add(`sanbao_fl1_${number}_budget_${role}`, {steps: () => approve(CUSTOMER)});
}

tours.add("sanbao_fl1_09_dispatch_as", {
    steps: () => [
        openRow(CUSTOMER),
        press("action_sanbao_dispatch", "派工"),
        shows("工作调令"),
        shows("郑工"),
        press("action_submit", "提交审批"),
        reached("已提交"),
    ],
});

tours.add("sanbao_fl1_10_dispatch_asm", {steps: () => approve(CUSTOMER)});

tours.add("sanbao_fl1_12_closing_as", {
    steps: () => [
        openRow(CUSTOMER),
        press("action_record_notice", "已通知客户"),
        press("action_open_acceptance", "登记客户确认"),
        write("accepted_by", "李队长", ".modal"),
        radio("solved", "已解决", ".modal"),
        radio("satisfaction", "很满意", ".modal"),
        ...answer("保存"),
        press("action_close", "结案"),
        reached("完成"),
        {
            content: "on to the archive of the unit",
            trigger: "button[name=action_view_archive]",
            run: "click",
        },
        tab("运行与服务"),
        shows("更换密封件", ".o_notebook .tab-pane.active"),
    ],
});

tours.add("sanbao_fl1_13_followup_as", {
    steps: () => [
        openRow(CUSTOMER),
        radio("means", "电话"),
        radio("solved", "已解决"),
        ...select("overall", "满意"),
        press("action_done", "完成回访"),
        reached("已回访"),
        gone("action_done"),
    ],
});
