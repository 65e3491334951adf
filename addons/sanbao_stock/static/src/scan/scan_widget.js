import {Component, useRef} from "@odoo/owl";
import {useBus, useService} from "@web/core/utils/hooks";
import {Mutex} from "@web/core/utils/concurrency";
import {RPCError} from "@web/core/network/rpc";
import {_t} from "@web/core/l10n/translation";
import {isBarcodeScannerSupported} from "@web/core/barcode/barcode_video_scanner";
import {registry} from "@web/core/registry";
import {scanBarcode} from "@web/core/barcode/barcode_dialog";
import {standardWidgetProps} from "@web/views/widgets/standard_widget_props";

/**
 * A field for codes that are typed, read by a keyboard scanner, or seen by the camera of
 * a phone. Each code goes to `action_sanbao_scan` of the document (sanbao.scan.mixin).
 *
 * A refusal is a notification, no dialogue: the next scan must not end in its buttons.
 */
export class ScanWidget extends Component {
    static template = "sanbao_stock.ScanWidget";
    static props = {
        ...standardWidgetProps,
        placeholder: {type: String, optional: true},
    };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.input = useRef("input");
        this.mutex = new Mutex();
        this.hasCamera = isBarcodeScannerSupported();
        // A scanner also works while no field has the focus.
        useBus(useService("barcode").bus, "barcode_scanned", (ev) =>
            this.scan(ev.detail.barcode)
        );
    }

    get placeholder() {
        return this.props.placeholder || _t("Scan or type a code");
    }

    onKeydown(ev) {
        if (ev.key === "Enter") {
            ev.preventDefault();
            ev.stopPropagation();
            this.take();
        }
    }

    take() {
        const code = this.input.el.value;
        this.input.el.value = "";
        this.input.el.focus();
        return this.scan(code);
    }

    async openCamera() {
        let code = null;
        try {
            code = await scanBarcode(this.env);
        } catch (error) {
            this.notification.add(error.message, {type: "warning"});
        }
        return this.scan(code);
    }

    /** Scans that follow quickly wait for each other. */
    scan(code) {
        const text = (code || "").trim();
        return text ? this.mutex.exec(() => this.send(text)) : Promise.resolve();
    }

    async send(code) {
        const {record} = this.props;
        if (!(await record.save())) {
            return;
        }
        let answer = null;
        try {
            answer = await this.orm.call(record.resModel, "action_sanbao_scan", [
                [record.resId],
                code,
            ]);
        } catch (error) {
            this.refuse(error);
            return;
        }
        await record.load();
        record.model.notify();
        if (answer.message) {
            this.notification.add(answer.message, {type: answer.type});
        } else {
            await this.action.doAction(answer);
        }
    }

    refuse(error) {
        const name =
            error instanceof RPCError &&
            (error.data?.context?.exception_class || error.exceptionName || "");
        if (!name || !name.startsWith("odoo.exceptions.")) {
            throw error;
        }
        this.notification.add(error.data.message, {type: "danger", sticky: true});
    }
}

export const scanWidget = {
    component: ScanWidget,
    extractProps: ({attrs}) => ({placeholder: attrs.placeholder}),
    supportedAttributes: [
        {label: _t("Placeholder"), name: "placeholder", type: "string"},
    ],
};

registry.category("view_widgets").add("sanbao_scan", scanWidget);
