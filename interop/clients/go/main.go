// Command client runs the capability checks with the Go SDK, one fresh session each.
package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

const deadline = 10 * time.Second

var (
	url       = flag.String("url", "", "address of the server")
	transport = flag.String("transport", "http", "http or sse")
	era       = flag.String("era", "legacy", "legacy or modern")
	wanted    = flag.String("capability", strings.Join(order, ","), "capabilities to check")
)

// session is a connection and what its callbacks were given.
type session struct {
	*mcp.ClientSession
	protocol string
	answer   string

	mu          sync.Mutex
	logs        []*mcp.LoggingMessageParams
	progress    []*mcp.ProgressNotificationParams
	sampling    []*mcp.CreateMessageParams
	elicitation []*mcp.ElicitParams
	updates     []string
}

func (s *session) modern() bool { return s.protocol >= "2026" }

// note runs change under the lock that the callbacks share with the checks.
func (s *session) note(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
}

func (s *session) options() *mcp.ClientOptions {
	return &mcp.ClientOptions{
		Capabilities: &mcp.ClientCapabilities{},
		LoggingMessageHandler: func(_ context.Context, r *mcp.LoggingMessageRequest) {
			s.note(func() { s.logs = append(s.logs, r.Params) })
		},
		ProgressNotificationHandler: func(_ context.Context, r *mcp.ProgressNotificationClientRequest) {
			s.note(func() { s.progress = append(s.progress, r.Params) })
		},
		ResourceUpdatedHandler: func(_ context.Context, r *mcp.ResourceUpdatedNotificationRequest) {
			s.note(func() { s.updates = append(s.updates, r.Params.URI) })
		},
		CreateMessageHandler: func(_ context.Context, r *mcp.CreateMessageRequest) (*mcp.CreateMessageResult, error) {
			s.note(func() { s.sampling = append(s.sampling, r.Params) })
			return &mcp.CreateMessageResult{Model: "interop", Role: "assistant", Content: &mcp.TextContent{Text: s.answer}}, nil
		},
		ElicitationHandler: func(_ context.Context, r *mcp.ElicitRequest) (*mcp.ElicitResult, error) {
			s.note(func() { s.elicitation = append(s.elicitation, r.Params) })
			return &mcp.ElicitResult{Action: "accept", Content: map[string]any{"name": s.answer}}, nil
		},
	}
}

func connect(ctx context.Context) (*session, error) {
	s := &session{answer: rand.Text()}
	client := mcp.NewClient(&mcp.Implementation{Name: "interop-go", Version: "1.0.0"}, s.options())
	var to mcp.Transport = &mcp.StreamableClientTransport{Endpoint: *url}
	if *transport == "sse" {
		to = &mcp.SSEClientTransport{Endpoint: *url}
	}
	options := &mcp.ClientSessionOptions{}
	if *era == "legacy" {
		options.ProtocolVersion = "2025-11-25"
	}
	connected, err := client.Connect(ctx, to, options)
	if err != nil {
		return nil, fmt.Errorf("connect: %w", err)
	}
	s.ClientSession = connected
	s.protocol = connected.InitializeResult().ProtocolVersion
	return s, nil
}

type verdict struct {
	Capability  string `json:"capability"`
	Protocol    string `json:"protocol,omitempty"`
	OK          *bool  `json:"ok,omitempty"`
	Reason      string `json:"reason,omitempty"`
	Unsupported string `json:"unsupported,omitempty"`
}

func check(name string) verdict {
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	result := verdict{Capability: name}
	s, err := connect(ctx)
	if err == nil {
		result.Protocol = s.protocol
		err = checks[name](ctx, s)
		go s.Close()
	}
	var missing unsupported
	if errors.As(err, &missing) {
		result.Unsupported = string(missing)
		return result
	}
	ok := err == nil
	result.OK = &ok
	if err != nil {
		result.Reason = err.Error()
	}
	return result
}

func main() {
	flag.Parse()
	for name := range strings.SplitSeq(*wanted, ",") {
		done := make(chan verdict, 1)
		go func() { done <- check(name) }()
		select {
		case result := <-done:
			report(result)
		case <-time.After(deadline + 2*time.Second):
			report(verdict{Capability: name, OK: new(bool), Reason: "the SDK did not heed its deadline"})
		}
	}
}

func report(result verdict) {
	if err := json.NewEncoder(os.Stdout).Encode(result); err != nil {
		panic(err)
	}
}
