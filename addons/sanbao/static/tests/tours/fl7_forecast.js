import {registry} from "@web/core/registry";

import {answer, openRow, pick, press, reached, save, shows, write} from "./steps";

const tours = registry.category("web_tour.tours");
const PUMP = "高压柱塞泵";
const row = `.o_field_widget[name=line_ids] .o_data_row:contains(${PUMP})`;
const line = ".o_field_widget[name=line_ids] .o_selected_row";

tours.add("sanbao_fl7_00_open_sm", {
    steps: () => [
        {
            content: "a new forecast",
            trigger: ".o_list_button_add:contains(新建)",
            run: "click",
        },
        {
            content: "of sales",
            trigger: ".o_field_widget[name=side] input:value(销售)",
        },
        ...save(),
        // What is known of the parts is read in the background.
        shows("后台"),
    ],
});

tours.add("sanbao_fl7_00_figures_sr", {
    steps: () => [
        openRow("销售"),
        {
            content: "the proposal of the statistics is beside the figure",
            trigger: `${row} td[name=proposal]:contains(5)`,
        },
        {content: "to the figure", trigger: `${row} td[name=quantity]`, run: "click"},
        write("quantity", "6", line),
        write("note", "青禾市环卫处年度大修", line),
        ...save(),
        press("action_prepare", "交负责人"),
        reached("已编制"),
    ],
});

tours.add("sanbao_fl7_00_figures_as", {
    steps: () => [
        openRow("售后"),
        press("action_adopt", "采用建议数"),
        press("action_prepare", "交负责人"),
        reached("已编制"),
    ],
});

for (const [role, side] of [
    ["sm", "销售"],
    ["asm", "售后"],
]) {
    tours.add(`sanbao_fl7_00_submit_${role}`, {
        steps: () => [openRow(side), press("action_submit", "提交"), reached("已提交")],
    });
}

tours.add("sanbao_fl7_01_plan_as", {
    steps: () => [
        {
            content: "a new plan",
            trigger: ".o_list_button_add:contains(新建)",
            run: "click",
        },
        {
            content: "of one's own department",
            trigger: ".o_field_widget[name=department_id] input:value(售后服务部)",
        },
        {
            content: "to the period",
            trigger: ".o_field_widget[name=period_date] button",
            run: "click",
        },
        write("period_date", "+1m"),
        press("action_collect", "汇总需求"),
        {
            content: "the forecasts have a need",
            trigger: ".modal .o_data_row:contains(需求预测):contains(1)",
        },
        ...answer("汇总"),
        {
            content: "the forecast asks for six",
            trigger: `${row} td[name=quantity]:contains(6)`,
        },
        {content: "to the price", trigger: `${row} td[name=price_unit]`, run: "click"},
        write("price_unit", "900", line),
        ...pick("partner_id", "青岭液压件厂", "青岭液压件厂", line),
        ...save(),
        shows("5,400.00"),
        press("action_submit", "提交审批"),
        reached("已提交"),
    ],
});
