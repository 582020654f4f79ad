"""3MF packages with a trap."""

from collections.abc import Iterator

from sample_parts.hostile_answer import Hostile
from sample_parts.mesh_files import RELS, model, package, tetrahedron, uses

PRODUCTION = 'xmlns:p="http://schemas.microsoft.com/3dmanufacturing/production/2015/06"'


def threemf_files() -> Iterator[Hostile]:
    """Yield 3MF packages with a trap."""
    entity = '<!DOCTYPE m [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>'
    outside = '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    fan = tetrahedron() + "".join(uses(k, *[k - 1] * 10) for k in range(2, 11))
    bad = '<item objectid="1" transform="1 0 0 0 1 0 0 0 {} 0 0 0"/>'
    yield Hostile("bomb.3mf", package(b" " * (20 << 20)), "20 MB of blanks", "zip_bomb")
    yield Hostile("entity_bomb.3mf", package(model(head=entity)), "entities", "xml_doctype")
    yield Hostile("outside_entity.3mf", package(model(head=outside)), "reads files", "xml_doctype")
    yield Hostile("cut.3mf", package(model())[:-40], "the ZIP is cut", "zip_damaged")
    yield Hostile(
        "no_model.3mf",
        package(model(), RELS.replace("2013", "x")),
        "the package names no model",
        "threemf_no_model",
    )
    yield Hostile("missing_part.3mf", package(None), "no model part", "threemf_missing_part")
    yield Hostile("broken_xml.3mf", package(model()[:-30]), "XML ends early", "xml_damaged")
    yield Hostile("itself.3mf", package(model(uses(1, 1))), "contains itself", "threemf_cycle")
    yield Hostile(
        "ring.3mf",
        package(model(uses(1, 2) + uses(2, 1))),
        "two contain each other",
        "threemf_cycle",
    )
    yield Hostile(
        "fan_out.3mf",
        package(model(fan, '<item objectid="10"/>')),
        "ten times ten times ... a billion bodies",
        "threemf_too_many_instances",
    )
    yield Hostile(
        "index_high.3mf",
        package(model(tetrahedron('<triangle v1="1" v2="2" v3="9"/>'))),
        "names a tenth point of four",
        "bad_index",
    )
    yield Hostile(
        "index_negative.3mf",
        package(model(tetrahedron('<triangle v1="1" v2="2" v3="-1"/>'))),
        "names point -1",
        "bad_index",
    )
    yield Hostile(
        "word.3mf",
        package(model().replace('x="20"', 'x="twenty"')),
        "a word for a number",
        "threemf_bad_element",
    )
    yield Hostile(
        "flat.3mf", package(model(items=bad.format(0))), "flattens", "threemf_bad_transform"
    )
    yield Hostile(
        "nan.3mf", package(model(items=bad.format("nan"))), "NaN", "threemf_bad_transform"
    )
    yield Hostile(
        "parsec.3mf",
        package(model().replace("millimeter", "parsec")),
        "a unit that 3MF does not have",
        "threemf_unknown_unit",
    )
    yield Hostile(
        "beams.3mf",
        package(model(attributes='xmlns:b="http://example.org/beams" requiredextensions="b"')),
        "requires what is not known",
        "threemf_extension",
    )
    yield Hostile(
        "unknown_object.3mf",
        package(model(items='<item objectid="7"/>')),
        "builds what is not there",
        "threemf_missing_object",
    )
    yield Hostile("no_items.3mf", package(model(items="")), "builds nothing", "no_triangles")
    yield Hostile(
        "no_number.3mf",
        package(model().replace(' z="20"', "")),
        "a point of a plane",
        "threemf_bad_element",
    )
    yield Hostile(
        "repeated_object.3mf",
        package(model(tetrahedron() * 2)),
        "two objects of one number",
        "threemf_repeated_object",
    )
    yield Hostile(
        "surface.3mf",
        package(model().replace('type="model"', 'type="surface"')),
        "a surface to build",
        "threemf_not_solid",
    )
    yield Hostile(
        "support_only.3mf",
        package(model().replace('type="model"', 'type="support"')),
        "nothing but supports",
        "no_triangles",
    )
    yield Hostile(
        "five_numbers.3mf",
        package(model(items='<item objectid="1" transform="1 0 0 0 1"/>')),
        "a transformation of five numbers",
        "threemf_bad_element",
    )
    yield Hostile(
        "missing_reference.3mf",
        package(
            model(items='<item objectid="1" p:path="/3D/other.model"/>', attributes=PRODUCTION)
        ),
        "an item in a part that is not there",
        "threemf_missing_part",
    )
    yield Hostile("stated_huge.3mf", stated_size(package(model()), 5 << 30), "5 GB", "zip_bomb")
    yield Hostile(
        "deep.3mf",
        package(model(head="<a>" * 50_000)),
        "nested fifty thousand deep",
        "xml_damaged",
    )
    yield Hostile(
        "encoding.3mf",
        package(model().replace("UTF-8", "UTF-7")),
        "an encoding of many bytes",
        "xml_damaged",
    )
    yield Hostile(
        "comment.3mf",
        package(model().replace("<vertices>", "<!-- <vertices> --><vertices>")),
        "a table begins in a comment",
    )
    yield Hostile(
        "mirrored.3mf",
        package(model(items='<item objectid="1" transform="-1 0 0 0 1 0 0 0 1 0 0 0"/>')),
        "a mirrored body",
    )


def stated_size(archive: bytes, size: int) -> bytes:
    """Return a ZIP whose directory states another size for its last entry."""
    entry = archive.rindex(b"PK\x01\x02")
    return (
        archive[: entry + 24] + min(size, 2**32 - 2).to_bytes(4, "little") + archive[entry + 28 :]
    )
