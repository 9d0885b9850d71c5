"""Which adjective belongs to which country: `Swiss` to Switzerland, `Nigerien` to Niger and not to Nigeria. Pure."""

from __future__ import annotations

_LISTED = """
afghanistan afghan, albania albanian, algeria algerian, angola angolan, arabia arabian, argentina argentine
argentinian, armenia armenian, aruba aruban, australia australian, austria austrian, azerbaijan azerbaijani, bahamas
bahamian, bahrain bahraini, bangladesh bangladeshi, barbados barbadian, belarus belarusian, belgium belgian, belize
belizean, bermuda bermudian, bhutan bhutanese, bolivia bolivian, bosnia bosnian, botswana botswanan, brazil brazilian,
britain british, brunei bruneian, bulgaria bulgarian, burma burmese, burundi burundian, cambodia cambodian, cameroon
cameroonian, canada canadian, chad chadian, chile chilean, china chinese, colombia colombian, comoros comorian, congo
congolese, croatia croatian, cuba cuban, cyprus cypriot, czechia czech, denmark danish, djibouti djiboutian, dominica
dominican, ecuador ecuadorian, egypt egyptian, england english, eritrea eritrean, estonia estonian, ethiopia
ethiopian, fiji fijian, finland finnish, france french, gambia gambian, georgia georgian, germany german, ghana
ghanaian, greece greek, guatemala guatemalan, guinea guinean, guyana guyanese, haiti haitian, honduras honduran,
hungary hungarian, iceland icelandic, india indian, indonesia indonesian, iran iranian, iraq iraqi, ireland irish,
israel israeli, italy italian, jamaica jamaican, japan japanese, jordan jordanian, kazakhstan kazakh kazakhstani,
kenya kenyan, korea korean, kuwait kuwaiti, kyrgyzstan kyrgyz kyrgyzstani, lanka lankan, laos lao laotian, latvia
latvian, lebanon lebanese, leone leonean, lesotho basotho, liberia liberian, libya libyan, lithuania lithuanian,
luxembourg luxembourgish, macedonia macedonian, madagascar malagasy, malawi malawian, malaysia malaysian, maldives
maldivian, malta maltese, mauritania mauritanian, mauritius mauritian, mexico mexican, moldova moldovan, mongolia
mongolian, morocco moroccan, mozambique mozambican, myanmar burmese, namibia namibian, nepal nepalese nepali,
netherlands dutch, nicaragua nicaraguan, niger nigerien, nigeria nigerian, norway norwegian, oman omani, pakistan
pakistani, panama panamanian, paraguay paraguayan, peru peruvian, philippines philippine filipino, poland polish,
portugal portuguese, qatar qatari, rica rican, romania romanian, russia russian, rwanda rwandan, samoa samoan,
scotland scottish, senegal senegalese, serbia serbian, seychelles seychellois, singapore singaporean, slovakia slovak,
slovenia slovenian slovene, somalia somali, spain spanish, sudan sudanese, suriname surinamese, sweden swedish,
switzerland swiss, syria syrian, taiwan taiwanese, tajikistan tajik tajikistani, tanzania tanzanian, thailand thai,
tonga tongan, trinidad trinidadian, tunisia tunisian, turkey turkish, turkmenistan turkmen, uganda ugandan, ukraine
ukrainian, uruguay uruguayan, uzbekistan uzbek uzbekistani, venezuela venezuelan, verde verdean, vietnam vietnamese,
wales welsh, yemen yemeni, zambia zambian, zimbabwe zimbabwean, africa african, america american, usa american us, us
american, united+states american us, united+kingdom british, united+arab+emirates emirati uae
"""
_COUNTRIES: dict[str, list[frozenset[str]]] = {}
for _line in " ".join(_LISTED.split()).split(", "):
    _country, *_adjectives = _line.split()
    for _adjective in _adjectives:
        _COUNTRIES.setdefault(_adjective, []).append(frozenset(_country.split("+")))


def belongs_to(adjective: str, words: frozenset[str]) -> bool:
    """Whether a word is the adjective to a country among some words, or one of these words itself. Of a name with
    several words, such as South Korea, each is asked for alone: `south` and `korean`."""
    return adjective in words or any(country <= words for country in _COUNTRIES.get(adjective, ()))
