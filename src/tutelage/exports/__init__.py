"""The results of a run in the forms that other tools read: data sets, recipes, an exam, a model."""

SHIPPED = {
    "hf": "tutelage.exports.hub",
    "llamafactory": "tutelage.exports.llamafactory",
    "axolotl": "tutelage.exports.axolotl",
    "lm-eval": "tutelage.exports.harness",
    "ollama": "tutelage.exports.ollama",
    "gguf": "tutelage.exports.gguf",
    "dpo": "tutelage.exports.dpo",
    "verifiers": "tutelage.exports.verifiers",
}
"""Form of an export -> the module that defines it as `FORM`, imported when it is needed."""
