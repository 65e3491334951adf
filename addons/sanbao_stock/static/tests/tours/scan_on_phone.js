import {registry} from "@web/core/registry";

// The keeper puts goods away with a phone: what a scanner types, he types here. Texts are
// the Chinese ones that he sees.
const scan = (code) => [
    {
        content: `scan ${code}`,
        trigger: ".o_sanbao_scan input",
        run: `edit ${code}`,
    },
    {content: "take it", trigger: ".o_sanbao_scan button:first", run: "click"},
];
const told = (text) => ({
    content: `the screen says ${text}`,
    trigger: `.o_notification:contains(${text})`,
});

registry.category("web_tour.tours").add("sanbao_stock_scan_on_phone", {
    steps: () => [
        ...scan("9990000000001"),
        told("1 / 3"),
        ...scan("9990000000001"),
        told("2 / 3"),
        ...scan("NOWHERE"),
        told("没有找到"),
        ...scan("SHELF-A"),
        told("SHELF-A"),
        {
            content: "the field is as wide as the phone allows, and high enough",
            trigger: ".o_sanbao_scan",
            run() {
                const {width} = this.anchor.getBoundingClientRect();
                const high = this.anchor.querySelector("button").offsetHeight;
                if (width > window.innerWidth || width < 300 || high < 44) {
                    throw new Error(`${width} × ${high}`);
                }
            },
        },
    ],
});
