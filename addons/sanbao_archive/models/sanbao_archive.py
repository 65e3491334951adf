from odoo import api, fields, models

DRAFT = "draft"
COMPLETE = "complete"
NAMED_BY = ("name", "product_id.name", "specification", "chassis_no", "serial")


class SanbaoArchive(models.Model):
    """Product ex-factory archive (form F01): one for each unit that left the factory.

    Who may write what is in ``sanbao_archive_guard``, when it is complete in
    ``sanbao_archive_completion``, what the warranty covers in ``sanbao_archive_warranty``.
    """

    _name = "sanbao.archive"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _description = "Product archive"
    _order = "id desc"
    _check_company_auto = True
    _rec_names_search = [
        "name",
        "serial",
        "chassis_no",
        "engine_no",
        "plate_no",
        "contact_phone",
        "customer_phone",
    ]

    # A: basic
    name = fields.Char(
        string="Archive no.", required=True, readonly=True, copy=False, default="/"
    )
    state = fields.Selection(
        selection=[(DRAFT, "To complete"), (COMPLETE, "Complete")],
        required=True,
        readonly=True,
        copy=False,
        default=DRAFT,
        tracking=True,
        index=True,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    lot_id = fields.Many2one(
        "stock.lot",
        string="Serial number",
        required=True,
        copy=False,
        check_company=True,
        ondelete="restrict",
    )
    product_id = fields.Many2one(
        "product.product",
        compute="_compute_from_lot",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
    )
    serial = fields.Char(
        string="Product no.",
        compute="_compute_from_lot",
        store=True,
        readonly=False,
        precompute=True,
    )
    is_vehicle = fields.Boolean(related="product_id.sanbao_is_vehicle")
    specification = fields.Char(
        string="Model / specification",
        compute="_compute_specification",
        store=True,
        readonly=False,
        precompute=True,
    )
    chassis_model = fields.Char()
    chassis_no = fields.Char(string="Chassis no. / VIN", copy=False, tracking=True)
    engine_no = fields.Char(string="Engine no.", copy=False, tracking=True)
    plate_no = fields.Char(string="Plate no.", copy=False, tracking=True)
    production_date = fields.Date()
    ex_factory_date = fields.Date(string="Ex-factory date", copy=False, tracking=True)
    certificate_no = fields.Char(string="Certificate no.", copy=False)
    inspection_no = fields.Char(string="Inspection report no.", copy=False)
    contract_no = fields.Char(string="Contract no.", copy=False)
    delivery_note_no = fields.Char(string="Delivery note no.", copy=False)
    sale_order_id = fields.Many2one(
        "sale.order", check_company=True, index="btree_not_null", copy=False
    )
    picking_id = fields.Many2one(
        "stock.picking",
        string="First delivery",
        check_company=True,
        index="btree_not_null",
        copy=False,
    )
    delivery_date = fields.Date(copy=False, tracking=True)

    # A: customer
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer unit",
        check_company=True,
        index=True,
        tracking=True,
    )
    customer_phone = fields.Char(
        related="partner_id.phone",
        string="Phone of the customer",
        store=True,
        precompute=True,
    )
    address = fields.Char(
        compute="_compute_address", store=True, readonly=False, precompute=True
    )
    contact_name = fields.Char(string="Contact", tracking=True)
    contact_phone = fields.Char(string="Phone", tracking=True)
    end_user = fields.Char()
    state_id = fields.Many2one("res.country.state", string="Region")
    place = fields.Char(string="Place of use")
    salesperson_id = fields.Many2one("res.users")
    dealer_id = fields.Many2one(
        "res.partner", check_company=True, index="btree_not_null"
    )

    # A: configuration, B: running and service, E: changes
    component_ids = fields.One2many(
        "sanbao.archive.component", "archive_id", string="Configuration", copy=True
    )
    running_ids = fields.One2many(
        "sanbao.archive.running", "archive_id", string="Running and service"
    )
    change_ids = fields.One2many(
        "sanbao.archive.change", "archive_id", string="Technical changes"
    )

    # C: acceptance, D: shipping
    acceptance_date = fields.Date(copy=False, tracking=True)
    acceptor = fields.Char(copy=False)
    acceptance_attachment_ids = fields.Many2many(
        "ir.attachment",
        "sanbao_archive_acceptance_rel",
        string="Acceptance form",
        copy=False,
    )
    shipping_date = fields.Date(copy=False)
    carrier = fields.Char(copy=False)
    packing_attachment_ids = fields.Many2many(
        "ir.attachment",
        "sanbao_archive_packing_rel",
        string="Packing list",
        copy=False,
    )

    # Hand-over training, filing
    training_date = fields.Date(copy=False)
    trainer = fields.Char(copy=False)
    trainees = fields.Char(copy=False)
    training_result = fields.Char(copy=False)
    medium_no = fields.Char(string="Disc no.", copy=False)
    storage_place = fields.Char(copy=False)
    filer_id = fields.Many2one("res.users", string="Filed by", copy=False)
    filed_on = fields.Date(string="Yearly filing date", copy=False)

    search_keys = fields.Char(
        compute="_compute_search_keys",
        store=True,
        precompute=True,
        copy=False,
        # One index of three-letter groups serves every number and phone people type.
        index="trigram",
    )
    delivery_count = fields.Integer(
        compute="_compute_delivery_count", groups="stock.group_stock_user"
    )
    repair_count = fields.Integer(
        compute="_compute_repair_count", groups="stock.group_stock_user"
    )

    _lot_unique = models.Constraint(
        "UNIQUE (lot_id)", "This serial number already has a product archive."
    )
    _name_unique = models.Constraint(
        "UNIQUE (company_id, name)", "This archive number is already in use."
    )
    _warranty_end_index = models.Index("(company_id, warranty_end)")

    # === Computed fields ===

    @api.depends("lot_id.product_id", "lot_id.name")
    def _compute_from_lot(self):
        for archive in self:
            # Who may read the archive need not work in the warehouse.
            lot = archive.sudo().lot_id
            archive.product_id = lot.product_id
            archive.serial = lot.name

    @api.depends("product_id")
    def _compute_specification(self):
        for archive in self:
            archive.specification = (
                archive.specification or archive.product_id.default_code
            )

    @api.depends("partner_id")
    def _compute_address(self):
        for archive in self:
            partner = archive.partner_id
            lines = partner._display_address(without_company=True) if partner else ""
            lines = lines.split("\n")
            archive.address = " ".join(line.strip() for line in lines if line.strip())

    @api.depends(
        "name",
        "serial",
        "chassis_no",
        "engine_no",
        "plate_no",
        "contact_phone",
        "customer_phone",
    )
    def _compute_search_keys(self):
        for archive in self:
            words = [archive[name] for name in self._rec_names_search if archive[name]]
            # Phones and numbers are typed with and without blanks and dashes.
            packed = [archive._packed(word) for word in words]
            archive.search_keys = " ".join(dict.fromkeys(words + packed))

    @api.depends("name", "serial", "chassis_no", "specification", "product_id.name")
    def _compute_display_name(self):
        # Where others show units: one statement with six columns, not one each for units,
        # products and their templates with all of theirs.
        unread = [
            archive.id
            for archive in self
            if archive.id and "name" not in archive._cache
        ]
        rows = self._read_group([("id", "in", unread)], ["id", *NAMED_BY])
        known = {archive.id: words for archive, *words in rows}
        for archive in self:
            words = known.get(archive.id) or [
                archive.name,
                archive.product_id.name,
                archive.specification,
                archive.chassis_no,
                archive.serial,
            ]
            *words, chassis_no, serial = words
            number = chassis_no or serial
            unit = " ".join(word for word in words if word)
            archive.display_name = f"{unit} · {number}" if number else unit

    def _compute_delivery_count(self):
        for archive in self:
            archive.delivery_count = archive.lot_id.delivery_count

    def _compute_repair_count(self):
        counts = dict(
            self.env["repair.order"]._read_group(
                [("lot_id", "in", self.lot_id.ids)], ["lot_id"], ["__count"]
            )
        )
        for archive in self:
            archive.repair_count = counts.get(archive.lot_id, 0)
