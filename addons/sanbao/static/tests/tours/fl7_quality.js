import {registry} from "@web/core/registry";

import {fitsThePhone} from "./field_record";
import {
    answer,
    press,
    openRow,
    pick,
    reached,
    reachedOnPhone,
    save,
    shows,
    write,
} from "./steps";

const SUPPLIER = "青岭液压件厂";
const tours = registry.category("web_tour.tours");
const ROW = ".o_selected_row";
const card = (text) => ({
    content: `open the card of ${text}`,
    trigger: `.o_kanban_record:contains(${text}):not(:contains(完成))`,
    run: "click",
});
const cell = (point, field) => ({
    content: `answer ${point}`,
    trigger: `.o_data_row:contains(${point}) td[name=${field}]`,
    run: "click",
});

tours.add("sanbao_fl7_16_arrival_wh", {
    steps: () => [
        card(SUPPLIER),
        press("action_sanbao_arrive", "货物已到"),
        press("action_sanbao_check_all_ok", "与订单一致"),
        fitsThePhone(".o_form_view"),
        press("button_validate", "验证"),
        reachedOnPhone("完成"),
    ],
});

tours.add("sanbao_fl7_17_inspection_qc", {
    steps: () => [
        openRow("高压柱塞泵"),
        shows("柱塞泵验收标准"),
        cell("外观", "qualitative_value"),
        ...pick("qualitative_value", "完好", "完好", ROW),
        cell("压力", "quantitative_value"),
        write("quantitative_value", "15.2", ROW),
        write("sanbao_defects", "2"),
        write("sanbao_accepted_qty", "8"),
        write("sanbao_rejected_qty", "2"),
        write("sanbao_defect_note", "两台泵体渗油"),
        ...save(),
        press("action_sanbao_decide", "作出判定"),
        ...answer("确定"),
        reached("不合格"),
        shows("不合格品", "[name=action_sanbao_view_nonconformity]"),
    ],
});

tours.add("sanbao_fl7_18_store_wh", {
    steps: () => [
        card(SUPPLIER),
        press("button_validate", "验证"),
        reachedOnPhone("完成"),
        fitsThePhone(".o_form_view"),
    ],
});
