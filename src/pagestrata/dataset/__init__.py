"""The dataset directory: writing it, describing it, checking it.

    README.md  CHANGELOG.md  LICENSE  croissant.json  schema/v1/*.json
    versions/1.0.0.json
    pages/ articles/ comments/ boilerplate/   00003-3ae24bc69f28.parquet
    rejections/1.0.0.jsonl

Readers follow a manifest or the card, never a directory listing.
"""
