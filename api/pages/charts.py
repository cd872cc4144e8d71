"""Pictures of figures, drawn on the server: they load nothing and need no script."""

from functools import cache

import altair as alt
import vl_convert as vlc
from markupsafe import Markup

from api.pages.assets import INSTALLED

FONTS = INSTALLED / "dkfds/dist/fonts/IBMPlexSans/complete/ttf"
TEXT = 13  # px


def svg(chart: alt.TopLevelMixin) -> Markup:
    """Safe as it is: its texts are escaped by whoever draws it."""
    _register_fonts()
    plain = chart.configure(
        aria=False,  # it would speak English; the page says what is to be seen
        font="IBM Plex Sans, sans-serif",
        axis={"labelFontSize": TEXT, "titleFontSize": TEXT},
        legend={"labelFontSize": TEXT, "titleFontSize": TEXT},
        text={"fontSize": TEXT},
    ).configure_view(stroke=None)
    drawn: str = vlc.vegalite_to_svg(
        plain.to_dict(),
        allowed_base_urls=[],
        format_locale="da-DK",
        time_format_locale="da-DK",
    )
    return Markup(drawn)  # noqa: S704 - see above


@cache
def _register_fonts() -> None:
    vlc.register_font_directory(str(FONTS))
