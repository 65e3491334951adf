import {stepUtils} from "@web_tour/tour_utils";

// Steps that the tours of all flows share. Labels are the Chinese ones that people see.

/** Open the record of a list whose row shows `text`; `column` is what one clicks on. */
export function openRow(text, column = "name") {
    return {
        content: `open ${text}`,
        trigger: `.o_data_row:contains(${text}) td[name=${column}]`,
        run: "click",
    };
}

/** A button of the form, recognised by its method and its Chinese label. */
export function press(name, label) {
    return {
        content: `press ${label}`,
        trigger: `.o_form_view button[name=${name}]:contains(${label}):enabled`,
        run: "click",
    };
}

/** The statusbar stands at `label`. */
export function reached(label) {
    return {
        content: `the state is ${label}`,
        trigger: `.o_statusbar_status .o_arrow_button_current:contains(${label})`,
    };
}

/** On a phone the statusbar shows only where the document stands. */
export function reachedOnPhone(label) {
    return {
        content: `the state is ${label}`,
        trigger: `.o_statusbar_status .dropdown-toggle:contains(${label})`,
    };
}

/** The screen shows `text`. */
export function shows(text, where = ".o_form_view") {
    return {content: `the screen shows ${text}`, trigger: `${where}:contains(${text})`};
}

/** The screen has no button for this any more. */
export function gone(name) {
    return {
        content: `no button ${name} any more`,
        trigger: `.o_form_view:not(:has(button[name=${name}]:visible))`,
    };
}

export function write(field, text, where = "") {
    const widget = `${where} .o_field_widget[name=${field}]`;
    return {
        content: `write ${field}`,
        trigger: `${widget} textarea:not([style*=hidden]), ${widget} input`,
        run: `edit ${text}`,
    };
}

/** Choose a record: type `text`, take the proposal that shows `label`. */
export function pick(field, text, label = text, where = "") {
    return [
        write(field, text, where),
        {
            content: `choose ${label}`,
            trigger: `.o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option):contains(${label})`,
            run: "click",
        },
    ];
}

export function select(field, label, where = "") {
    return [
        {
            content: `open the choices of ${field}`,
            trigger: `${where} .o_field_widget[name=${field}] .o_select_menu input, ${where} .o_field_widget[name=${field}] .o_select_menu_toggler`,
            run: "click",
        },
        {
            content: `choose ${label}`,
            trigger: `.o_select_menu_item:contains(${label})`,
            run: "click",
        },
        {
            content: `${label} is chosen`,
            trigger: `${where} .o_field_widget[name=${field}] input:value(${label})`,
        },
        {
            content: "the choices are closed",
            trigger: "body:not(:has(.o_select_menu_menu))",
        },
    ];
}

export function radio(field, label, where = "") {
    return {
        content: `choose ${label}`,
        trigger: `${where} .o_field_widget[name=${field}] .o_radio_item:contains(${label}) input`,
        run: "click",
    };
}

export function tab(label) {
    return {
        content: `turn to ${label}`,
        trigger: `.o_notebook_headers .nav-link:contains(${label})`,
        run: "click",
    };
}

export const save = () => stepUtils.saveForm();

/** Press a button of the dialogue; it closes. */
export function answer(label) {
    return [
        {
            content: `press ${label}`,
            trigger: `.modal-footer button:contains(${label}):enabled`,
            run: "click",
        },
        {content: "the dialogue is closed", trigger: "body:not(:has(.modal))"},
    ];
}

/** An approver's whole visit: find the document, approve it, see that it is done. */
export function approve(text, column = "name") {
    return [
        openRow(text, column),
        shows("批准"),
        press("validate_tier", "批准"),
        gone("validate_tier"),
    ];
}
