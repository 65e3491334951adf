import doctest
import unittest

import lxml.html

from ..pdf import forms


class TestForms(unittest.TestCase):
    """What stands in the margins, said as CSS. Needs no database."""

    def _margins(self, html):
        self.root = lxml.html.document_fromstring(f"<body>{html}</body>")
        return forms.take_margins(self.root)

    def test_examples(self):
        self.assertFalse(doctest.testmod(forms).failed)

    def test_text_and_counters_move_into_the_margin(self):
        css = self._margins(
            """<p>stays</p><div data-pdf-margin="bottom-right">
            Page <span class="page"></span> of <b class="topage">9</b></div>"""
        )
        self.assertEqual(
            css,
            '@page { @bottom-right { content: " Page " counter(page) " of "'
            " counter(pages) } }\n",
        )
        self.assertEqual(self.root.text_content().strip(), "stays")

    def test_nothing_to_say_gives_no_rule(self):
        self.assertEqual(self._margins('<p data-pdf-margin="top-left"></p>'), "")

    def test_what_people_typed_ends_neither_the_string_nor_the_style(self):
        css = self._margins(
            """<p data-pdf-margin="top-left">a" } * {display:none} &lt;/style>
            &lt;script> \\2 b</p>"""
        )
        self.assertEqual(css.count('"'), 2)
        self.assertNotIn("<", css)
        self.assertEqual(css.count("\\5c 2"), 1)

    def test_comments_are_not_said(self):
        css = self._margins('<p data-pdf-margin="top-left">a<!-- c -->b</p>')
        self.assertIn('content: "a" "b" }', css)

    def test_without_a_number_there_is_one_copy(self):
        for count in ("", "0", "1"):
            root = lxml.html.document_fromstring(f"<p data-pdf-copies='{count}'>x</p>")
            self.assertEqual(len(forms.documents(root, [], "")), 1)

    def test_unknown_place_is_named(self):
        with self.assertRaisesRegex(ValueError, "top-middle"):
            self._margins('<p data-pdf-margin="top-middle">x</p>')

    def test_each_copy_holds_its_own_words_alone(self):
        root = lxml.html.document_fromstring(
            """<html><head></head><body><div data-pdf-copies="2">all
            <p data-pdf-copy="1">one<b data-pdf-copy="2">never</b></p>
            <p data-pdf-copy="2">two</p></div></body></html>"""
        )
        texts = [
            " ".join(lxml.html.fromstring(copy).find("body").text_content().split())
            for copy in forms.documents(root, [], "")
        ]
        self.assertEqual(texts, ["all one", "all two"])
