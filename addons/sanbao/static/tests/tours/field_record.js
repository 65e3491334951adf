import {
    answer,
    press,
    radio,
    reachedOnPhone,
    save,
    select,
    shows,
    write,
} from "./steps";

/** Sideways scrolling makes a phone page useless. */
export function fitsThePhone(where) {
    return {
        content: "nothing scrolls sideways",
        trigger: where,
        run() {
            const page = document.documentElement;
            if (page.scrollWidth > page.clientWidth) {
                throw new Error(`${page.scrollWidth} px on ${page.clientWidth} px`);
            }
        },
    };
}

/** Odoo's signature pad follows pointer events. */
function drawStroke(canvas) {
    const box = canvas.getBoundingClientRect();
    for (const [type, part] of [
        ["pointerdown", 0.2],
        ["pointermove", 0.4],
        ["pointermove", 0.6],
        ["pointerup", 0.8],
    ]) {
        canvas.dispatchEvent(
            new PointerEvent(type, {
                bubbles: true,
                cancelable: true,
                isPrimary: true,
                pointerId: 1,
                pressure: 0.5,
                buttons: type === "pointerup" ? 0 : 1,
                clientX: box.x + box.width * part,
                clientY: box.y + box.height * (1 - part),
            })
        );
    }
}

/** The engineer's whole visit on his phone; `work` are the steps of the repair itself. */
export function fieldRecord(customer, work) {
    return [
        {
            content: "open today's visit",
            trigger: `.o_kanban_record:contains(${customer})`,
            run: "click",
        },
        press("action_arrive", "到达"),
        shows("完工离开"),
        write("symptom", "无水压"),
        write("cause", "密封件老化"),
        ...work,
        radio("solved", "已解决"),
        ...select("satisfaction", "很满意"),
        write("signed_by", "李队长"),
        ...save(),
        {
            content: "let the customer sign",
            trigger: ".o_field_widget[name=signature] .o_signature",
            run: "click",
        },
        {
            content: "a stroke with the finger",
            trigger: ".modal canvas.o_web_sign_signature",
            run() {
                drawStroke(this.anchor);
            },
        },
        ...answer("同意并签名"),
        {
            content: "the signature is there",
            trigger: ".o_field_widget[name=signature] img",
        },
        press("action_finish", "完工离开"),
        press("action_done", "记录完成"),
        ...answer("确定"),
        reachedOnPhone("已完成"),
        fitsThePhone(".o_form_view"),
    ];
}
