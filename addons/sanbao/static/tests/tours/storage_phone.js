import {registry} from "@web/core/registry";

import {fitsThePhone} from "./field_record";
import {answer, press, reachedOnPhone, save, shows, write} from "./steps";

const tours = registry.category("web_tour.tours");

/** The button of one point of the round. */
function point(text, name) {
    return {
        content: `${name} of ${text}`,
        trigger: `.o_field_widget[name=line_ids] .o_kanban_record:contains(${text}) button[name=${name}]:enabled`,
        run: "click",
    };
}

/** The point shows what was answered. */
function answered(text, label) {
    return {
        content: `${text} is ${label}`,
        trigger: `.o_field_widget[name=line_ids] .o_kanban_record:contains(${text}) .badge:contains(${label})`,
    };
}

function open(text) {
    return {
        content: `open ${text}`,
        trigger: `.o_kanban_record:contains(${text})`,
        run: "click",
    };
}

tours.add("sanbao_storage_01_visitor_gate", {
    steps: () => [
        shows("来访登记", ".o_web_client"),
        {
            content: "somebody comes",
            trigger: ".o_control_panel .o-kanban-button-new",
            run: "click",
        },
        write("name", "刘师傅"),
        write("organization", "宏运物流"),
        write("reason", "送货"),
        {
            content: "a phone shows people as cards",
            trigger: ".o_field_widget[name=escort_id] input",
            run: "click",
        },
        {
            content: "the keeper goes with him",
            trigger: ".modal .o_kanban_record:contains(王库)",
            run: "click",
        },
        {
            content: "the escort is chosen",
            trigger: ".o_field_widget[name=escort_id] input:value(王库)",
        },
        fitsThePhone(".o_form_view"),
        ...save(),
        press("action_left", "已离开"),
        reachedOnPhone("已离开"),
    ],
});

tours.add("sanbao_storage_02_round_wh", {
    steps: () => [
        open("安全设施"),
        fitsThePhone(".o_form_view"),
        point("TOUR-1", "action_not_ok"),
        write("problem", "压力不足", ".modal"),
        fitsThePhone(".modal .o_form_view"),
        ...answer("登记问题"),
        answered("TOUR-1", "不正常"),
        point("TOUR-2", "action_ok"),
        answered("TOUR-2", "正常"),
        point("消防通道", "action_ok"),
        answered("消防通道", "正常"),
        point("门窗", "action_ok"),
        answered("门窗", "正常"),
        press("action_finish", "完成巡查"),
        reachedOnPhone("已完成"),
    ],
});

tours.add("sanbao_storage_03_reading_wh", {
    steps: () => [
        open("温湿度"),
        point("恒温间", "action_read"),
        write("temperature", "36", ".modal"),
        write("humidity", "50", ".modal"),
        fitsThePhone(".modal .o_form_view"),
        ...answer("保存"),
        answered("恒温间", "不正常"),
        reachedOnPhone("已完成"),
    ],
});
