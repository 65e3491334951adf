import {registry} from "@web/core/registry";

import {fitsThePhone} from "./field_record";
import {
    answer,
    approve,
    openRow,
    pick,
    press,
    reached,
    save,
    select,
    write,
} from "./steps";

const tours = registry.category("web_tour.tours");
const LINES = ".o_field_widget[name=line_ids]";
const ROW = `${LINES} .o_selected_row`;

const card = {
    content: "the count of the month",
    trigger: ".o_kanban_record:contains(PD)",
    run: "click",
};

function scan(code, shown) {
    return [
        {
            content: `scan ${code}`,
            trigger: ".o_sanbao_scan input",
            run: `edit ${code} && press Enter`,
        },
        {content: `${shown} is shown`, trigger: `.o_notification:contains(${shown})`},
    ];
}

function figure(quantity) {
    return [
        write("quantity", quantity),
        press("action_save", "保存"),
        {
            content: `${quantity} is kept`,
            trigger: `.o_field_widget[name=entered]:contains(${quantity}.00)`,
        },
    ];
}

tours.add("sanbao_fl8_01_scan_wh", {
    steps: () => [
        card,
        press("action_scan", "扫码"),
        ...scan("HJ-C", "货架丙"),
        ...scan("YY-442", "电磁换向阀"),
        ...figure("3"),
        fitsThePhone(".o_form_view"),
        ...scan("GB-355", "高压喷嘴"),
        ...figure("3"),
        press("action_back", "返回盘点单"),
        {content: "back", trigger: ".o_form_view .o_field_widget[name=warehouse_id]"},
    ],
});

tours.add("sanbao_fl8_02_hand_in_wh", {
    steps: () => [
        openRow("PD"),
        press("action_hand_in", "上交"),
        ...answer("确定"),
        reached("复盘"),
    ],
});

tours.add("sanbao_fl8_03_again_checker", {
    steps: () => [
        card,
        press("action_scan", "扫码"),
        press("action_next", "下一行"),
        {content: "the valve", trigger: ".o_form_view:contains(电磁换向阀)"},
        ...figure("3"),
        press("action_back", "返回盘点单"),
        {content: "back", trigger: ".o_form_view .o_field_widget[name=warehouse_id]"},
    ],
});

tours.add("sanbao_fl8_04_close_checker", {
    steps: () => [
        openRow("PD"),
        press("action_close_check", "结束复盘"),
        reached("差异"),
    ],
});

tours.add("sanbao_fl8_05_explain_wh", {
    steps: () => [
        openRow("CY"),
        {
            content: "to the cause",
            trigger: `${LINES} .o_data_row td[name=cause_id]`,
            run: "click",
        },
        ...pick("cause_id", "人为", "人为失误", ROW),
        write("explanation", "发料时多发一件", ROW),
        ...pick("responsible_id", "王库", "王库", ROW),
        ...select("decision", "警告", ROW),
        ...save(),
        press("action_submit", "提交审批"),
        reached("已提交"),
    ],
});

tours.add("sanbao_fl8_06_approve_head", {steps: () => approve("CY")});

tours.add("sanbao_fl8_07_approve_dgm", {steps: () => approve("CY")});

tours.add("sanbao_fl8_08_post_wh", {
    steps: () => [
        openRow("CY"),
        press("action_post", "过账"),
        ...answer("确定"),
        reached("已过账"),
    ],
});
