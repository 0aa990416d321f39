"""Croissant: the dataset's description in JSON-LD, for search engines and machine learning frameworks.

Follows the Croissant 1.0 specification of MLCommons. Fields come from the records, files from the manifest.
"""

from __future__ import annotations

import json
from typing import Any, Final

from pagestrata.dataset.card import filled_tables
from pagestrata.dataset.manifest import Manifest
from pagestrata.schema import TABLES, Column, ColumnType, columns

_CONTEXT: Final[dict[str, Any]] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
_TYPES: Final = {
    "string": "sc:Text",
    "bool": "sc:Boolean",
    "int32": "cr:Int32",
    "float64": "cr:Float64",
    "timestamp[us]": "sc:DateTime",
    "timestamp[us, tz=UTC]": "sc:DateTime",
}


def _field(column: Column, owner: str, file_set: str) -> dict[str, Any]:
    item: ColumnType = column.type.item or column.type
    name = f"{owner}/{column.name}"
    field: dict[str, Any] = {"@type": "cr:Field", "@id": name, "name": name}
    if column.description:
        field["description"] = column.description
    if column.type.item is not None:
        field["repeated"] = True
    if item.columns:
        field["subField"] = [_field(member, name, file_set) for member in item.columns]
    else:
        field["dataType"] = _TYPES[item.kind]
        path = name.split("/", 1)[1]
        field["source"] = {"fileSet": {"@id": file_set}, "extract": {"column": path}}
    return field


def _files(manifest: Manifest, table: str) -> list[dict[str, Any]]:
    objects: list[dict[str, Any]] = [
        {
            "@type": "cr:FileObject",
            "@id": file.path,
            "name": file.path,
            "contentUrl": file.path,
            "contentSize": f"{file.bytes} B",
            "encodingFormat": "application/vnd.apache.parquet",
            "sha256": file.sha256,
        }
        for file in manifest.tables[table].files
    ]
    file_set = {
        "@type": "cr:FileSet",
        "@id": f"{table}-files",
        "name": f"{table}-files",
        "containedIn": [{"@id": file.path} for file in manifest.tables[table].files],
        "encodingFormat": "application/vnd.apache.parquet",
        "includes": f"{table}/*.parquet",
    }
    return [*objects, file_set]


def croissant_text(manifest: Manifest) -> str:
    """The Croissant description of a version.

    Args:
        manifest: the version's.

    Returns:
        The text of croissant.json.
    """
    tables = filled_tables(manifest)
    document = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": manifest.name,
        "version": manifest.version,
        "description": "Web pages separated into articles, comments and boilerplate.",
        "distribution": [entry for table in tables for entry in _files(manifest, table)],
        "recordSet": [
            {
                "@type": "cr:RecordSet",
                "@id": table,
                "name": table,
                "description": (TABLES[table].__doc__ or "").splitlines()[0],
                "field": [_field(column, table, f"{table}-files") for column in columns(TABLES[table])],
            }
            for table in tables
        ],
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"
