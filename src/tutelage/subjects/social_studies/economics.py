"""Economics: its basic ideas, markets, money and the state, and what is worked out with prices, rates and indexes."""

from __future__ import annotations

from tutelage.subjects.social_studies.economics_basics import opportunity, percent_change, percentages
from tutelage.subjects.social_studies.economics_firms import average_marginal, break_even, profit
from tutelage.subjects.social_studies.economics_jobs import multiplier, participation, unemployment
from tutelage.subjects.social_studies.economics_markets import elastic, elasticity, equilibrium
from tutelage.subjects.social_studies.economics_money import (
    compound_interest,
    money_multiplier,
    rule_of_70,
    simple_interest,
)
from tutelage.subjects.social_studies.economics_output import gdp, growth, per_head
from tutelage.subjects.social_studies.economics_prices import inflation, price_index, real_interest, real_value
from tutelage.subjects.social_studies.economics_taxes import brackets
from tutelage.subjects.social_studies.economics_trade import advantage, balance, exchange
from tutelage.subjects.social_studies.fact_forms import meaning_of_case, reworded, with_forms
from tutelage.subjects.social_studies.topic import Facts, recall
from tutelage.subjects.social_studies.wording import case_forms, concept

# --- terms and cases ----------------------------------------------------------------------------

BASICS = concept(
    "basic-economic-ideas",
    "basic economic ideas",
    {},
    "Who chooses, and what is given up, is not asked, so another idea is taken.",
    table="econ-basics",
    cases="economic idea",
)
FACTORS = concept(
    "factors-of-production",
    "factors of production",
    {"basic-economic-ideas": "scarcity makes it matter how they are used"},
    "Where it comes from is misjudged: nature, people, or what people have made.",
    table="factors",
    cases="factor of production",
)
SECTORS = concept(
    "sectors-of-the-economy",
    "sectors of the economy",
    {"factors-of-production": "the sectors use them in different ways"},
    "The step on the way from nature to the buyer is misjudged.",
    table="sectors",
    cases="sector of the economy",
)
SYSTEMS = concept(
    "economic-systems",
    "economic systems",
    {"basic-economic-ideas": "each system answers scarcity in its own way"},
    "Who decides and who owns is misjudged, so another system or term is taken.",
    table="systems",
    cases="term about economic systems",
)
FIRMS = concept(
    "kinds-of-business",
    "kinds of business",
    {"factors-of-production": "entrepreneurship founds a business"},
    "Who owns the business, or who is liable, is misjudged.",
    table="firms",
    cases="term about business",
)
DEMAND = concept(
    "supply-and-demand",
    "supply and demand",
    {"basic-economic-ideas": "consumers demand and producers supply"},
    "The two sides of the market, or the two ends of a price, are mixed up.",
    table="demand-terms",
    cases="term about a market",
)
_SHIFT = Facts(
    "shift",
    "{key}: {value}",
    (
        "{key} What happens in this market: does demand or supply rise or fall?",
        "{key} Tell which of demand and supply changes here, and in which way.",
        "What follows for demand or supply? {key}",
    ),
    free=False,
    meaning="shift-rule",
    says_meaning="{meaning}; so {value}",
)
SHIFTS = with_forms(
    recall(
        "shifts-in-markets",
        "shifts in markets",
        {"supply-and-demand": "it is one of the two that shifts"},
        (_SHIFT,),
        "The wrong side of the market, or the wrong direction, is taken.",
    ),
    case_forms(
        _SHIFT,
        "change of demand or supply",
        (
            "In which of these cases is it true that {value}?",
            "After which of these pieces of news may one say that {value}?",
            "A teacher writes: '{value}'. Which of these examples belongs to it?",
        ),
    ),
)
MARKETS = concept(
    "market-structures",
    "market structures",
    {"supply-and-demand": "the structure tells who has a say in the price"},
    "The sellers or the buyers are counted wrongly, so another structure is taken.",
    table="markets",
    cases="term about market structures",
)
GOODS = concept(
    "goods-and-externalities",
    "goods and externalities",
    {"supply-and-demand": "markets fail where others are affected"},
    "Whether others can be kept out, or who bears the effect, is misjudged.",
    table="goods",
    cases="kind of good or effect",
)
MONEY = concept(
    "money-and-credit",
    "money and credit",
    {"basic-economic-ideas": "money serves exchange"},
    "What the money does in this case is misjudged, so another term is taken.",
    table="money",
    cases="term about money",
)
TAXES = concept(
    "kinds-of-taxes",
    "kinds of taxes",
    {"money-and-credit": "taxes are paid in money"},
    "What is taxed, or on whom it weighs more, is misjudged.",
    table="taxes",
    cases="kind of tax",
)
CYCLE = concept(
    "business-cycle",
    "business cycle",
    {
        "supply-and-demand": "it moves the demand of the whole economy",
        "gdp-by-expenditure": "the output that rises and falls is the GDP",
    },
    "Output and prices, or a stretch and a turning point, are mixed up.",
    table="cycle",
    cases="term about the whole economy",
)
JOBLESS = concept(
    "kinds-of-unemployment",
    "kinds of unemployment",
    {"business-cycle": "one kind comes with recessions"},
    "The cause of being out of work is misjudged.",
    table="unemployment-kinds",
    cases="kind of unemployment",
)
POLICY = concept(
    "fiscal-and-monetary-policy",
    "fiscal and monetary policy",
    {"business-cycle": "policy leans against it", "money-and-credit": "the central bank steers both"},
    "Who acts, or whether demand is pushed or braked, is mixed up.",
    table="policy",
    cases="term about policy",
)
TRADE = concept(
    "international-trade",
    "international trade",
    {"basic-economic-ideas": "specialisation makes trade pay"},
    "The side from which the trade is seen is mixed up, so another term is taken.",
    table="trade",
    cases="term about trade",
)
_BOOK = Facts(
    "economist",
    "{key} wrote {value}",
    (
        "Which book is by {key}?",
        "What is a main work of {key}?",
        "Name a book that {key} wrote about the economy.",
    ),
    (
        "Who wrote {value}?",
        "Name the author of {value}.",
        "Which economist is the author of {value}?",
    ),
    free=False,
)
_THOUGHT = Facts(
    "economist-cases",
    "{key}: {value}",
    (
        "{key} Which economist is meant?",
        "Of which economist is this told? {key}",
        "{key} Name the economist.",
    ),
    meaning="economist",
    says_meaning="{value} wrote {meaning}, and this fits",
)
ECONOMISTS = with_forms(
    recall(
        "economists",
        "economists and their works",
        {"economic-systems": "their works are about them"},
        (_BOOK, _THOUGHT),
        "Another author, or another author's work, is taken.",
    ),
    {
        "scene": reworded(
            _BOOK,
            (
                "A student reads a main work of {key}. What is its title?",
                "In a talk about {key} a book of this author is held up. Which one can it be?",
                "A library puts a classic by {key} in its window. Which one?",
            ),
        ),
        "reverse": reworded(
            _BOOK,
            back=(
                "A student opens {value}. Whose thoughts does she read?",
                "A name stands on the cover of {value}. Whose name?",
                "For an exam on {value}, which economist's life should one know?",
            ),
        ),
        "explain which": meaning_of_case(
            _THOUGHT,
            (
                "{key} Which book is by the economist that this is about?",
                "Think of the economist that this is about. Which work is by that author? {key}",
                "Choose the work of the economist that this tells of. {key}",
            ),
        ),
    },
)


UNITS = {
    "Basic ideas of economics": (
        BASICS,
        percentages,
        percent_change,
        opportunity,
        FACTORS,
        SECTORS,
        SYSTEMS,
        ECONOMISTS,
    ),
    "Firms and markets": (
        FIRMS,
        profit,
        break_even,
        average_marginal,
        DEMAND,
        SHIFTS,
        equilibrium,
        elasticity,
        elastic,
        MARKETS,
        GOODS,
    ),
    "Money and the state": (MONEY, simple_interest, compound_interest, rule_of_70, money_multiplier, TAXES, brackets),
    "Trade": (TRADE, advantage, balance, exchange),
    "The whole economy": (
        gdp,
        per_head,
        CYCLE,
        price_index,
        inflation,
        real_value,
        real_interest,
        growth,
        JOBLESS,
        unemployment,
        participation,
        POLICY,
        multiplier,
    ),
}
"""Skills in teaching order, by heading."""
