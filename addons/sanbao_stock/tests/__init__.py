from . import (
    test_branch,
    test_form,
    test_held_goods,
    test_labels,
    test_occupancy,
    test_persons,
    test_place_names,
    test_putaway,
    test_receipts,
    test_scan,
    test_zones,
)
