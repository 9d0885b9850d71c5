// Renders Go templates as Ollama does: over .Messages, each with .Role and .Content.
package main

import (
	"encoding/json"
	"os"
	"strings"
	"text/template"
)

type message struct{ Role, Content string }

type job struct {
	Template string
	Messages []message
}

func main() {
	var jobs []job
	if err := json.NewDecoder(os.Stdin).Decode(&jobs); err != nil {
		panic(err)
	}
	rendered := []string{}
	for _, job := range jobs {
		var text strings.Builder
		parsed := template.Must(template.New("").Parse(job.Template))
		if err := parsed.Execute(&text, map[string]any{"Messages": job.Messages}); err != nil {
			panic(err)
		}
		rendered = append(rendered, text.String())
	}
	json.NewEncoder(os.Stdout).Encode(rendered)
}
