package main

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"os"
	"time"
)

const (
	name    = "lab"
	version = "0.1.0"
)

var started = time.Now()

// facts is what the service tells about itself.
type facts struct {
	Service  string `json:"service"`
	Version  string `json:"version"`
	Hostname string `json:"hostname"`
	Uptime   int    `json:"uptime_seconds"`
}

// newHandler returns what answers every request, and logs it.
func newHandler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", index)
	mux.HandleFunc("GET /health", health)
	mux.HandleFunc("/{$}", wrongMethod)
	mux.HandleFunc("/health", wrongMethod)
	mux.HandleFunc("/", notFound)
	return logged(mux)
}

func index(w http.ResponseWriter, r *http.Request) {
	hostname, err := os.Hostname()
	if err != nil {
		hostname = "unknown"
	}
	uptime := int(time.Since(started).Seconds())
	writeJSON(w, http.StatusOK, facts{Service: name, Version: version, Hostname: hostname, Uptime: uptime})
}

func health(w http.ResponseWriter, r *http.Request) {
	writeJSON(w, http.StatusOK, map[string]string{"status": "healthy"})
}

func notFound(w http.ResponseWriter, r *http.Request) {
	writeJSON(w, http.StatusNotFound, map[string]string{"error": "not found"})
}

func wrongMethod(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Allow", "GET, HEAD")
	writeJSON(w, http.StatusMethodNotAllowed, map[string]string{"error": "method not allowed"})
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(value); err != nil {
		slog.Error("cannot answer", "error", err)
	}
}

// logged writes one line for each request.
func logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := &recorder{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(answer, r)
		slog.Info("request", "method", r.Method, "path", r.URL.Path, "status", answer.status)
	})
}

// recorder remembers the status of an answer.
type recorder struct {
	http.ResponseWriter
	status int
}

func (r *recorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}
