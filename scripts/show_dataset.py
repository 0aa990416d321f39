"""Print what `load_dataset` returns for each table of a dataset: `python scripts/show_dataset.py DIRECTORY`."""

from __future__ import annotations

import sys

from datasets import disable_progress_bars, get_dataset_config_names, load_dataset


def main(directory: str) -> None:
    """Load each table by its name and print its shape and first row."""
    disable_progress_bars()
    for table in get_dataset_config_names(directory):
        rows = load_dataset(directory, table, split="train")
        print(f"\nload_dataset({directory!r}, {table!r})")
        print(rows)
        for name, value in rows[0].items():
            shown = repr(value)
            print(f"    {name}: {shown if len(shown) <= 90 else shown[:88] + ' …'}")


if __name__ == "__main__":
    main(sys.argv[1])
