import {registry} from "@web/core/registry";

import {
    answer,
    approve,
    openRow,
    pick,
    press,
    radio,
    reached,
    reachedOnPhone,
    select,
    shows,
    tab,
    write,
} from "./steps";

const CUSTOMER = "青禾市环卫处";
const LOT = "CY-2611";
const tours = registry.category("web_tour.tours");

const smart = (name) => ({
    content: `follow ${name}`,
    trigger: `.o_form_view .oe_stat_button[name=${name}]`,
    run: "click",
});

tours.add("sanbao_fl6_01_release_sr", {
    steps: () => [
        {
            content: "a new release",
            trigger: ".o_list_button_add:contains(新建)",
            run: "click",
        },
        ...pick("picking_id", "WH/OUT/FL6"),
        shows(CUSTOMER),
        ...pick("lot_id", LOT),
        shows("CY20"),
        write("required_date", "+1d"),
        ...pick("inspector_id", "钱检"),
        write("unfinished_tests", "七天稳定性试验"),
        write("results_so_far", "外观、酸碱度合格"),
        write("risk", "存放后可能分层，除油效果下降"),
        ...select("likelihood", "低"),
        ...select("severity", "中"),
        write("measures", "随货书面告知，先到先用"),
        write("recall_plan", "电话通知，次日派车收回"),
        write("consent_person", "李队长"),
        write("consent_at", "-1d"),
        ...select("consent_means", "信函"),
        write("consent_evidence", "同意函 HW-2026-11"),
        write("sample_quantity", "1"),
        write("sample_place", "留样柜 3-2"),
        press("action_submit", "提交审批"),
        reached("已提交"),
    ],
});

tours.add("sanbao_fl6_02_release_dgm", {steps: () => approve(CUSTOMER)});

tours.add("sanbao_fl6_03_delivery_wh", {
    steps: () => [shows("紧急放行"), press("button_validate", "验证"), reached("完成")],
});

tours.add("sanbao_fl6_04_verdict_qc", {
    steps: () => [
        openRow(CUSTOMER),
        smart("action_view_inspection"),
        shows(LOT),
        write("sanbao_defect_note", "第六天分层"),
        press("action_sanbao_reject_all", "全部不合格"),
        ...answer("确定"),
        reached("不合格"),
    ],
});

tours.add("sanbao_fl6_05_return_qc", {
    steps: () => [
        openRow(LOT),
        {
            content: "the goods come back",
            trigger: `.o_field_widget[name=line_ids] .o_data_row:contains(${CUSTOMER}) button[name=action_receive]`,
            run: "click",
        },
        {
            content: "the keeper's transfer is ready",
            trigger: ".o_notification:contains(INT)",
        },
    ],
});

tours.add("sanbao_fl6_06_return_wh", {
    steps: () => [press("button_validate", "验证"), reachedOnPhone("完成")],
});

tours.add("sanbao_fl6_07_closing_qc", {
    steps: () => [
        openRow(LOT),
        tab("结果"),
        radio("disposition", "报废"),
        press("action_submit", "申请关闭"),
        reached("已申请关闭"),
    ],
});

tours.add("sanbao_fl6_08_closing_dgm", {steps: () => approve(LOT)});
