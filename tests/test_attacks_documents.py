"""The same attacks on the documents of every domain (support/attack_every)."""

from attack_every import EveryAttack
from attack_making import Designing, Producing
from attack_purchasing import (
    Comparing,
    Contracting,
    Forecasting,
    Planning,
    Supplying,
    Tracking,
)
from attack_quality import Inspecting, Nonconforming, Releasing
from attack_service import CaseCommon
from attack_stock import Branching, Counting, Keeping
from house import ours

from odoo.tests import TransactionCase, tagged

# Settings that administrators keep, and lists that the system alone writes.
NOT_ATTACKED = {
    # Rules, their values and forms; kinds, criteria and lists of choices.
    *("sanbao.rule", "sanbao.rule.kind", "sanbao.rule.override", "sanbao.parameter"),
    *("sanbao.form", "sanbao.form.copy", "sanbao.form.signature", "sanbao.indicator"),
    *("sanbao.report.definition", "sanbao.obligation.kind", "sanbao.design.aspect"),
    *("sanbao.service.skill", "sanbao.stock.count.cause", "sanbao.storage.measure"),
    *("sanbao.storage.point", "sanbao.supplier.criterion", "sanbao.warranty.policy"),
    # Written by the system alone: no person has the right to write them.
    *("sanbao.rule.change", "sanbao.rule.event", "sanbao.obligation.change"),
    *("sanbao.stock.count.secret", "sanbao.supplier.evaluation.fact"),
    *("sanbao.production.statistic", "sanbao.indicator.value", "sanbao.stock.cover"),
    *("sanbao.dispatch.proposal", "sanbao.document.receipt"),
    # Each with a file of attempts of its own.
    *("sanbao.archive.component", "sanbao.archive.correction", "sanbao.report.run"),
    *("sanbao.archive.change", "sanbao.delegation", "sanbao.dispatch.line"),
}


@tagged("post_install", "-at_install")
class TestService(EveryAttack, CaseCommon):
    """Cases, parts, gate passes, follow-ups, archives."""


@tagged("post_install", "-at_install")
class TestInspections(EveryAttack, Inspecting):
    """Standards, inspections, certificates, receipts."""


@tagged("post_install", "-at_install")
class TestNonconformities(EveryAttack, Nonconforming):
    """Nonconformities, corrective actions, held lots."""


@tagged("post_install", "-at_install")
class TestReleases(EveryAttack, Releasing):
    """Emergency releases and recalls."""


@tagged("post_install", "-at_install")
class TestCounts(EveryAttack, Counting):
    """Counts, differences, analyses."""


@tagged("post_install", "-at_install")
class TestStorage(EveryAttack, Keeping):
    """Rounds, faults, readings, visitors."""


@tagged("post_install", "-at_install")
class TestStock(EveryAttack, Branching):
    """Receipts, transfers, zones."""


@tagged("post_install", "-at_install")
class TestDesigns(EveryAttack, Designing):
    """Designs, controlled documents."""


@tagged("post_install", "-at_install")
class TestProduction(EveryAttack, Producing):
    """Plans, records, problems."""


@tagged("post_install", "-at_install")
class TestPlans(EveryAttack, Planning):
    """Purchase plans, urgent requests, budgets."""


@tagged("post_install", "-at_install")
class TestContracts(EveryAttack, Contracting):
    """Contracts and agreements."""


@tagged("post_install", "-at_install")
class TestSuppliers(EveryAttack, Supplying):
    """Dossiers, papers, assessments, evaluations."""


@tagged("post_install", "-at_install")
class TestQuotations(EveryAttack, Comparing):
    """Comparisons."""


@tagged("post_install", "-at_install")
class TestTracking(EveryAttack, Tracking):
    """Contacts and breaches."""


@tagged("post_install", "-at_install")
class TestForecasts(EveryAttack, Forecasting):
    """Forecasts, stock levels, critical parts."""


@tagged("post_install", "-at_install")
class TestEveryDocument(TransactionCase):
    def test_every_model_of_ours_is_attacked(self):
        """A new document is added to a fixture, or named above with its reason."""
        attacked = set()
        for case in EveryAttack.__subclasses__():
            attacked |= set(case.attacked)
        modules = ours(self.env)
        models = {
            name
            for name, model in self.env.registry.items()
            if model._original_module in modules
            and not model._abstract
            and not model._transient
            and model._auto
        }
        missing = sorted(models - attacked - NOT_ATTACKED)
        self.assertFalse(missing, "\n".join(missing))
        self.assertEqual(sorted(NOT_ATTACKED - models), [])
