import {registry} from "@web/core/registry";

import {fieldRecord, fitsThePhone} from "./field_record";
import {answer, press, reachedOnPhone, shows, write} from "./steps";

const CUSTOMER = "青禾市环卫处";
const tours = registry.category("web_tour.tours");

tours.add("sanbao_fl4_08_exit_gate", {
    steps: () => [
        shows("门卫放行", ".o_web_client"),
        {
            content: "the pass of the goods at the gate",
            trigger: `.o_kanban_record:contains(${CUSTOMER}):contains(鲁A00001)`,
            run: "click",
        },
        press("action_check_exit", "查验货物"),
        {
            content: "all of it stands here",
            trigger: ".modal .o_data_row:contains(YB-1) td[name=checked] input",
            run: "click",
        },
        fitsThePhone(".modal .o_form_view"),
        ...answer("登记出门"),
        reachedOnPhone("已出门"),
    ],
});

tours.add("sanbao_fl4_09_fitting_eng", {
    steps: () =>
        fieldRecord(CUSTOMER, [
            write("method", "更换扫盘油泵，试车正常"),
            {
                content: "add the fitted part",
                trigger: ".o_field_widget[name=part_ids] .o-kanban-button-new",
                run: "click",
            },
            {
                content: "a phone shows the parts as cards",
                trigger: ".modal .o_field_widget[name=product_id] input",
                run: "click",
            },
            {
                content: "choose the part",
                trigger: ".modal .o_kanban_record:contains(扫盘油泵)",
                run: "click",
            },
            {
                content: "the part is chosen",
                trigger:
                    ".modal .o_field_widget[name=product_id] input:value(扫盘油泵)",
            },
            write("old_serial", "YB-0", ".modal"),
            write("new_serial", "YB-1", ".modal"),
            ...answer("保存"),
        ]),
});
