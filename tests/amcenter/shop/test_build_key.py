from hypothesis import given
from hypothesis import strategies as st

from amcenter.ids import new_id
from amcenter.shop.build_key import BuildKey, build_key, parse
from amcenter.tables import CustomerRow, MaterialRow, ParameterSetRow, QualityClass

STEEL = MaterialRow(key="316l", name="316L", name_ru="316L", family="steel", density_g_cm3=7.97)
SET = ParameterSetRow(
    key="m290-316l",
    family="316l-40",
    model="EOS M 290",
    material_id=STEEL.id,
    layer_um=40,
    setup_s=3600,
    unload_s=3600,
    gas="argon",
)
USUAL = CustomerRow(name="Pump works")
SECRET = CustomerRow(name="Reactor works", segregated=True)


def key(quality_class: QualityClass = QualityClass.STANDARD, customer: CustomerRow = USUAL) -> str:
    made = build_key("pbf_lb_m", STEEL, SET, quality_class=quality_class, customer=customer)
    return str(made)


def test_a_key_tells_what_the_build_is_for() -> None:
    assert key() == "pbf_lb_m|316l|316l-40|argon|-|-"


def test_standard_parts_and_prototypes_of_usual_customers_may_share_a_build() -> None:
    other = CustomerRow(name="Valve works")

    assert key(QualityClass.STANDARD, USUAL) == key(QualityClass.PROTOTYPE, other)


def test_nuclear_parts_are_built_apart() -> None:
    assert key(QualityClass.NUCLEAR) != key(QualityClass.STANDARD)


def test_parts_of_a_segregated_customer_are_built_apart() -> None:
    assert key(customer=SECRET) not in (
        key(customer=USUAL),
        key(customer=CustomerRow(name="Other", segregated=True)),
    )


names = st.sampled_from(["316l", "pa12-gf", "argon", "a.b_c-d", "0"])


@given(
    st.builds(
        BuildKey,
        names,
        names,
        names,
        st.none() | names,
        st.none() | st.sampled_from(QualityClass),
        st.none() | st.builds(new_id),
    )
)
def test_a_written_key_can_be_read_again(made: BuildKey) -> None:
    assert parse(str(made)) == made
