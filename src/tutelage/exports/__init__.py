"""The results of a run in the forms that other tools read: data sets, recipes, an exam, a model."""

SHIPPED = {
    "hf": "tutelage.exports.hub",
    "llamafactory": "tutelage.exports.llamafactory",
    "axolotl": "tutelage.exports.axolotl",
    "lm-eval": "tutelage.exports.harness",
    "ollama": "tutelage.exports.ollama",
}
"""Form of an export -> the module whose `FORM` it is, loaded when it is asked for."""
