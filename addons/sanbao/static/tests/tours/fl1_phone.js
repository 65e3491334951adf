import {registry} from "@web/core/registry";

import {fieldRecord} from "./field_record";
import {write} from "./steps";

registry.category("web_tour.tours").add("sanbao_fl1_11_visit_eng", {
    steps: () =>
        fieldRecord("青禾市环卫处", [
            write("method", "更换密封件，试车正常"),
            write("travel_amount", "800"),
        ]),
});
