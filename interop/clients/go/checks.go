package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

const document = "demo://resource/static/document/features.md"

type unsupported string

func (u unsupported) Error() string { return string(u) }

// checks holds what each capability must do.
var checks = map[string]func(context.Context, *session) error{
	"tools":         tools,
	"structured":    structured,
	"images":        images,
	"progress":      progress,
	"logging":       logging,
	"sampling":      sampling,
	"elicitation":   elicitation,
	"resources":     resources,
	"templates":     templates,
	"prompts":       prompts,
	"completion":    completion,
	"subscriptions": subscriptions,
	"cancellation":  cancellation,
	"ping":          ping,
}

// order is the order in which they run.
var order = []string{
	"tools", "structured", "images", "progress", "logging", "sampling", "elicitation",
	"resources", "templates", "prompts", "completion", "subscriptions", "cancellation", "ping",
}

// equal compares by JSON, the form in which both sides meet.
func equal(actual, expected any) error {
	a, err := json.Marshal(actual)
	if err != nil {
		return err
	}
	e, err := json.Marshal(expected)
	if err != nil {
		return err
	}
	if !bytes.Equal(a, e) {
		return fmt.Errorf("expected %s, got %s", e, a)
	}
	return nil
}

func contains(text, part string) error {
	if !strings.Contains(text, part) {
		return fmt.Errorf("%q is not in %q", part, text)
	}
	return nil
}

func until(ctx context.Context, condition func() (bool, error)) error {
	for {
		met, err := condition()
		if met || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("not done after %s", deadline)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func (s *session) call(ctx context.Context, name string, arguments map[string]any, meta mcp.Meta) (*mcp.CallToolResult, error) {
	if arguments == nil {
		arguments = map[string]any{} // a nil map would be sent as null
	}
	result, err := s.CallTool(ctx, &mcp.CallToolParams{Meta: meta, Name: name, Arguments: arguments})
	if err == nil && result.IsError {
		err = fmt.Errorf("%s failed: %s", name, text(result))
	}
	return result, err
}

func text(result *mcp.CallToolResult) string {
	var texts []string
	for _, block := range result.Content {
		if block, ok := block.(*mcp.TextContent); ok {
			texts = append(texts, block.Text)
		}
	}
	return strings.Join(texts, "\n")
}

func (s *session) answers(ctx context.Context, name string, arguments map[string]any, meta mcp.Meta, expected string) error {
	result, err := s.call(ctx, name, arguments, meta)
	if err != nil {
		return err
	}
	return equal(text(result), expected)
}

func tools(ctx context.Context, s *session) error {
	listed, err := s.ListTools(ctx, nil)
	if err != nil {
		return err
	}
	echo := slices.IndexFunc(listed.Tools, func(t *mcp.Tool) bool { return t.Name == "echo" })
	if echo < 0 {
		return errors.New("echo is not listed")
	}
	schema, err := json.Marshal(listed.Tools[echo].InputSchema)
	if err != nil {
		return err
	}
	if err := contains(string(schema), `"message":{`); err != nil {
		return err
	}
	message := "grüße ✓ " + rand.Text()
	return s.answers(ctx, "echo", map[string]any{"message": message}, nil, "Echo: "+message)
}

func structured(ctx context.Context, s *session) error {
	result, err := s.call(ctx, "get-structured-content", map[string]any{"location": "Chicago"}, nil)
	if err != nil {
		return err
	}
	weather := map[string]any{"temperature": 36, "conditions": "Light rain / drizzle", "humidity": 82}
	return equal(result.StructuredContent, weather)
}

func images(ctx context.Context, s *session) error {
	result, err := s.call(ctx, "get-tiny-image", nil, nil)
	if err != nil {
		return err
	}
	for _, block := range result.Content {
		if image, ok := block.(*mcp.ImageContent); ok {
			if !bytes.HasPrefix(image.Data, []byte("\x89PNG")) {
				return errors.New("the data is no PNG")
			}
			return equal(image.MIMEType, "image/png")
		}
	}
	return errors.New("there is no image")
}

func progress(ctx context.Context, s *session) error {
	if err := s.answers(ctx, "count", nil, mcp.Meta{"progressToken": "count"}, "counted"); err != nil {
		return err
	}
	var expected []*mcp.ProgressNotificationParams
	for step := range 5 {
		expected = append(expected, &mcp.ProgressNotificationParams{
			ProgressToken: "count", Message: fmt.Sprint("step ", step+1), Progress: float64(step + 1), Total: 5,
		})
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	// The server may add a _meta of its own, which is not what is asked here.
	for _, step := range s.progress {
		step.Meta = nil
	}
	return equal(s.progress, expected)
}

func logging(ctx context.Context, s *session) error {
	meta := mcp.Meta{"io.modelcontextprotocol/logLevel": "info"}
	if !s.modern() {
		meta = nil
		if err := s.SetLoggingLevel(ctx, &mcp.SetLoggingLevelParams{Level: "info"}); err != nil {
			return err
		}
	}
	if err := s.answers(ctx, "log-messages", nil, meta, "logged"); err != nil {
		return err
	}
	var logs [][]any
	err := until(ctx, func() (bool, error) {
		logs = nil
		s.note(func() {
			for _, log := range s.logs {
				if log.Logger == "interop" {
					logs = append(logs, []any{log.Level, log.Data})
				}
			}
		})
		return len(logs) >= 2, nil
	})
	if err != nil {
		return err
	}
	return equal(logs, [][]any{{"info", "second"}, {"warning", "third"}})
}

func sampling(ctx context.Context, s *session) error {
	prompt := rand.Text()
	result, err := s.call(ctx, "trigger-sampling-request", map[string]any{"prompt": prompt, "maxTokens": 7}, nil)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.sampling) != 1 || s.sampling[0].MaxTokens != 7 {
		return fmt.Errorf("sampling was asked %d times", len(s.sampling))
	}
	messages, err := json.Marshal(s.sampling[0].Messages)
	if err != nil {
		return err
	}
	return errors.Join(contains(string(messages), prompt), contains(text(result), s.answer))
}

func elicitation(ctx context.Context, s *session) error {
	result, err := s.call(ctx, "trigger-elicitation-request", nil, nil)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.elicitation) != 1 {
		return fmt.Errorf("elicitation was asked %d times", len(s.elicitation))
	}
	schema, err := json.Marshal(s.elicitation[0].RequestedSchema)
	if err != nil {
		return err
	}
	return errors.Join(
		contains(s.elicitation[0].Message, "provide inputs"),
		contains(string(schema), `"required":["name"]`),
		contains(text(result), "- Name: "+s.answer),
	)
}

func resources(ctx context.Context, s *session) error {
	listed, err := s.ListResources(ctx, nil)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(listed.Resources, func(r *mcp.Resource) bool { return r.URI == document }) {
		return fmt.Errorf("%s is not listed", document)
	}
	read, err := s.ReadResource(ctx, &mcp.ReadResourceParams{URI: document})
	if err != nil {
		return err
	}
	content := read.Contents[0]
	return errors.Join(
		equal([]string{content.URI, content.MIMEType}, []string{document, "text/markdown"}),
		contains(content.Text, "Everything Server"),
	)
}

func templates(ctx context.Context, s *session) error {
	listed, err := s.ListResourceTemplates(ctx, nil)
	if err != nil {
		return err
	}
	const template = "demo://resource/dynamic/text/{resourceId}"
	if !slices.ContainsFunc(listed.ResourceTemplates, func(t *mcp.ResourceTemplate) bool { return t.URITemplate == template }) {
		return fmt.Errorf("%s is not listed", template)
	}
	read, err := s.ReadResource(ctx, &mcp.ReadResourceParams{URI: "demo://resource/dynamic/text/42"})
	if err != nil {
		return err
	}
	return contains(read.Contents[0].Text, "Resource 42: ")
}

func prompts(ctx context.Context, s *session) error {
	listed, err := s.ListPrompts(ctx, nil)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(listed.Prompts, func(p *mcp.Prompt) bool {
		return p.Name == "completable-prompt" && len(p.Arguments) == 2 && p.Arguments[1].Name == "name"
	}) {
		return errors.New("completable-prompt is not listed with its two arguments")
	}
	arguments := map[string]string{"department": "Sales", "name": "Eve"}
	prompt, err := s.GetPrompt(ctx, &mcp.GetPromptParams{Name: "completable-prompt", Arguments: arguments})
	if err != nil {
		return err
	}
	return equal(prompt.Messages[0].Content, &mcp.TextContent{Text: "Please promote Eve to the head of the Sales team."})
}

func completion(ctx context.Context, s *session) error {
	complete := func(name, value string, known map[string]string, expected string) error {
		params := &mcp.CompleteParams{
			Ref:      &mcp.CompleteReference{Type: "ref/prompt", Name: "completable-prompt"},
			Argument: mcp.CompleteParamsArgument{Name: name, Value: value},
		}
		if known != nil {
			params.Context = &mcp.CompleteContext{Arguments: known}
		}
		result, err := s.Complete(ctx, params)
		if err != nil {
			return err
		}
		return equal(result.Completion.Values, []string{expected})
	}
	return errors.Join(
		complete("department", "E", nil, "Engineering"),
		complete("name", "A", map[string]string{"department": "Engineering"}, "Alice"),
	)
}

func subscriptions(ctx context.Context, s *session) error {
	if err := s.Subscribe(ctx, &mcp.SubscribeParams{URI: document}); err != nil {
		return err
	}
	// In 2026-07-28 Subscribe returns before the server has acknowledged, so an update may be too early: ask again.
	updated := func() (found bool) {
		s.note(func() { found = len(s.updates) > 0 })
		return found
	}
	for !updated() {
		if _, err := s.call(ctx, "touch", nil, nil); err != nil {
			return err
		}
		soon, cancel := context.WithTimeout(ctx, time.Second)
		_ = until(soon, func() (bool, error) { return updated(), nil })
		cancel()
		if ctx.Err() != nil {
			return fmt.Errorf("no update after %s", deadline)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	slices.Sort(s.updates)
	if err := equal(slices.Compact(s.updates), []string{document}); err != nil {
		return err
	}
	return s.Unsubscribe(ctx, &mcp.UnsubscribeParams{URI: document})
}

func cancellation(ctx context.Context, s *session) error {
	token := rand.Text()
	state := func(expected string) func() (bool, error) {
		return func() (bool, error) {
			result, err := s.call(ctx, "wait-state", map[string]any{"token": token}, nil)
			return err == nil && text(result) == expected, err
		}
	}
	cancellable, cancel := context.WithCancel(ctx)
	defer cancel()
	outcome := make(chan error, 1)
	go func() {
		_, err := s.call(cancellable, "wait", map[string]any{"token": token}, nil)
		outcome <- err
	}()
	if err := until(ctx, state("waiting")); err != nil {
		return err
	}
	cancel()
	if err := <-outcome; !errors.Is(err, context.Canceled) {
		return fmt.Errorf("the cancelled call ended with %v", err)
	}
	return until(ctx, state("cancelled"))
}

func ping(ctx context.Context, s *session) error {
	if s.modern() {
		return unsupported(s.protocol + " has no ping")
	}
	return s.Ping(ctx, nil)
}
