"""Croissant: the dataset's description in JSON-LD, for search engines and machine learning frameworks.

Follows the Croissant 1.0 specification of MLCommons (https://docs.mlcommons.org/croissant/docs/croissant-spec-1.0.html), as far
as its reference reader, mlcroissant 1.1, reads it. Fields come from the records, files from the manifest.
"""

from __future__ import annotations

import json
from typing import Any, Final

from pagestrata.dataset.card import filled_tables
from pagestrata.dataset.manifest import Manifest
from pagestrata.schema import TABLES, Column, ColumnType, columns, describe

_PARQUET: Final = "application/x-parquet"
"""Media type of Parquet in Croissant: the reference reader knows no other, not even the one that is registered."""

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
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
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
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
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


def _source(path: tuple[str, ...], file_set: str) -> dict[str, Any]:
    """Where a field's values are: in a column of Parquet, and of a struct, or of each struct of a list, in a member of it."""
    _, column, *members = path
    source: dict[str, Any] = {"fileSet": {"@id": file_set}, "extract": {"column": column}}
    if members:
        source["transform"] = {"jsonPath": ".".join(["$", *members])}
    return source


def _field(column: Column, owner: tuple[str, ...], file_set: str) -> dict[str, Any]:
    item: ColumnType = column.type.item or column.type
    path = (*owner, column.name)
    name = "/".join(path)
    field: dict[str, Any] = {"@type": "cr:Field", "@id": name, "name": name}
    if column.description:
        field["description"] = column.description
    if column.type.item is not None:
        field["repeated"] = True
    if item.columns:
        field["subField"] = [_field(member, path, file_set) for member in item.columns]
    else:
        field["dataType"] = _TYPES[item.kind]
        field["source"] = _source(path, file_set)
    return field


def _files(manifest: Manifest, table: str) -> list[dict[str, Any]]:
    """A table's files, and the set of them that fields are read from.

    The set is contained in nothing, so that it is looked for beside croissant.json: a container must be an archive or a repository, and
    members of a file that is neither are never found. It names each file, for a glob would take in those of other versions.
    """
    paths = [file.path for file in manifest.tables[table].files]
    objects: list[dict[str, Any]] = [
        {
            "@type": "cr:FileObject",
            "@id": file.path,
            "name": file.path,
            "contentUrl": file.path,
            "contentSize": f"{file.bytes} B",
            "encodingFormat": _PARQUET,
            "sha256": file.sha256,
        }
        for file in manifest.tables[table].files
    ]
    name = f"{table}-files"
    return [*objects, {"@type": "cr:FileSet", "@id": name, "name": name, "encodingFormat": _PARQUET, "includes": paths}]


def croissant_text(manifest: Manifest) -> str:
    """The Croissant description of a version.

    Args:
        manifest: the version's.

    Returns:
        The text of croissant.json. The licence is the file beside it. No day of publication is told: a manifest holds nothing of
        the moment.
    """
    tables = filled_tables(manifest)
    document = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": manifest.name,
        "version": manifest.version,
        "description": "Web pages separated into articles, comments and boilerplate.",
        "license": "LICENSE",
        "distribution": [entry for table in tables for entry in _files(manifest, table)],
        "recordSet": [
            {
                "@type": "cr:RecordSet",
                "@id": table,
                "name": table,
                "description": describe(TABLES[table]).splitlines()[0],
                "field": [_field(column, (table,), f"{table}-files") for column in columns(TABLES[table])],
            }
            for table in tables
        ],
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"
