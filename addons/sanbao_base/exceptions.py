"""Errors that the mechanisms of this addon raise."""

from odoo.exceptions import UserError


class RuleViolation(UserError):
    """A company rule refuses the operation.

    The text begins with the code and name of the rule, so that the person who reads it
    can look the clause up. ``rule_code`` carries the code for programs.
    """

    def __init__(self, message, rule_code):
        super().__init__(message)
        self.rule_code = rule_code
        # The web client knows only the names of Odoo's own errors; without this it
        # shows a refusal as a crash.
        self.context = {"exception_class": "odoo.exceptions.UserError"}
