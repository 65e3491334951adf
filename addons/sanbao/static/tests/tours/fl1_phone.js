import { registry } from "@web/core/registry";

import { answer, press, radio, reached, save, select, shows, write } from "./steps";

registry.category("web_tour.tours").add("sanbao_fl1_11_visit_eng", {
    steps: () => [
        {
            content: "open today's visit",
            trigger: ".o_kanban_record:contains(青禾市环卫处)",
            run: "click",
        },
        press("action_arrive", "到达"),
        shows("完工离开"),
        write("symptom", "无水压"),
        write("cause", "密封件老化"),
        write("method", "更换密封件，试车正常"),
        write("travel_amount", "800"),
        radio("solved", "已解决"),
        ...select("satisfaction", "非常满意"),
        write("signed_by", "李队长"),
        ...save(),
        {
            content: "let the customer sign",
            trigger: ".o_field_widget[name=signature] .o_signature",
            run: "click",
        },
        {
            content: "the name serves as signature",
            trigger: ".modal .o_web_sign_auto_button",
            run: "click",
        },
        ...answer("采纳"),
        {
            content: "the signature is there",
            trigger: ".o_field_widget[name=signature] img",
        },
        press("action_finish", "完工离开"),
        press("action_done", "记录完成"),
        ...answer("确定"),
        reached("已完成"),
        {
            content: "nothing scrolls sideways",
            trigger: ".o_form_view",
            run() {
                const page = document.documentElement;
                if (page.scrollWidth > page.clientWidth) {
                    throw new Error(`${page.scrollWidth} > ${page.clientWidth} px`);
                }
            },
        },
    ],
});
