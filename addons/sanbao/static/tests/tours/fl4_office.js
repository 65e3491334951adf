import {registry} from "@web/core/registry";

import {
    approve,
    openRow,
    pick,
    press,
    reached,
    save,
    select,
    shows,
    tab,
    write,
} from "./steps";

const CUSTOMER = "青禾市环卫处";
const tours = registry.category("web_tour.tours");
const line = (field) => `.o_field_widget[name=${field}] .o_selected_row`;

tours.add("sanbao_fl4_01_application_as", {
    steps: () => [
        openRow("扫盘油泵异响"),
        press("action_sanbao_application", "填写申请单"),
        write("analysis", "油泵轴承损坏，属产品质量问题"),
        ...select("cause_class", "产品质量"),
        ...select("solution_type", "更换"),
        tab("需更换配件"),
        {
            content: "add a part",
            trigger:
                ".o_field_widget[name=part_line_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        ...pick("product_id", "YB-800", "扫盘油泵", line("part_line_ids")),
        {
            content: "the list price is filled in",
            trigger: `${line("part_line_ids")} [name=price_unit]:contains(800.00)`,
        },
        press("action_submit", "提交审批"),
        reached("已提交"),
    ],
});

for (const role of ["asm", "sm"]) {
    tours.add(`sanbao_fl4_02_application_${role}`, {steps: () => approve(CUSTOMER)});
}

tours.add("sanbao_fl4_03_issue_as", {
    steps: () => [
        openRow(CUSTOMER),
        press("action_sanbao_parts_issue", "申请备件出库"),
        shows("扫盘油泵"),
        press("action_fill_requisition", "填写领料单"),
        press("action_submit", "提交审批"),
        reached("已提交"),
    ],
});

for (const role of ["dgm", "gm"]) {
    tours.add(`sanbao_fl4_04_issue_${role}`, {steps: () => approve(CUSTOMER)});
}

tours.add("sanbao_fl4_05_release_wh", {
    steps: () => [
        {
            content: "what waits for the warehouse",
            trigger: `.o_kanban_record:contains(${CUSTOMER})`,
            run: "click",
        },
        press("action_release", "放行"),
        press("action_sanbao_create_gate_pass", "开出门证"),
        shows("出门证"),
        write("carrier", "顺达物流 老周"),
        write("vehicle_plate", "鲁A00001"),
        press("action_submit", "提交审批"),
        reached("已提交"),
    ],
});

for (const role of ["gm", "fin"]) {
    tours.add(`sanbao_fl4_06_pass_${role}`, {steps: () => approve(CUSTOMER)});
}

tours.add("sanbao_fl4_07_picking_wh", {
    steps: () => [
        {
            content: "back to the goods",
            trigger: `.o_kanban_record:contains(${CUSTOMER})`,
            run: "click",
        },
        press("action_release", "发料出库"),
        press("button_validate", "验证"),
        reached("完成"),
    ],
});

tours.add("sanbao_fl4_10_return_wh", {
    steps: () => [
        openRow(CUSTOMER),
        press("action_sanbao_return_old", "旧件返厂"),
        {
            content: "to the number on the old part",
            trigger:
                ".o_field_widget[name=line_ids] .o_data_row:contains(扫盘油泵) td[name=serial]",
            run: "click",
        },
        write("serial", "YB-0", line("line_ids")),
        press("action_receive", "收件"),
        reached("待检"),
    ],
});

tours.add("sanbao_fl4_11_inspection_qc", {
    steps: () => [
        openRow(CUSTOMER),
        {
            content: "to the findings",
            trigger: ".o_field_widget[name=line_ids] .o_data_row td[name=conclusion]",
            run: "click",
        },
        ...select("conclusion", "质量问题", line("line_ids")),
        write("failure_mode", "轴承抱死", line("line_ids")),
        write("cause", "轴承材料缺陷", line("line_ids")),
        ...select("responsible_side", "供方", line("line_ids")),
        ...select("disposition", "报废", line("line_ids")),
        ...save(),
        press("action_inspect", "质检完成"),
        reached("已质检"),
    ],
});

tours.add("sanbao_fl4_12_posting_wh", {
    steps: () => [openRow(CUSTOMER), press("action_post", "入库"), reached("已入库")],
});
