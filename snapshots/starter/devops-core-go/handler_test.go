package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestEveryRequestIsAnsweredInJSON(t *testing.T) {
	for _, test := range []struct {
		method, path string
		status       int
		key, value   string
	}{
		{http.MethodGet, "/", http.StatusOK, "service", name},
		{http.MethodGet, "/health", http.StatusOK, "status", "healthy"},
		{http.MethodGet, "/nowhere", http.StatusNotFound, "error", "not found"},
		{http.MethodPost, "/health", http.StatusMethodNotAllowed, "error", "method not allowed"},
	} {
		t.Run(test.method+" "+test.path, func(t *testing.T) {
			answer := httptest.NewRecorder()
			newHandler().ServeHTTP(answer, httptest.NewRequest(test.method, test.path, nil))
			if answer.Code != test.status {
				t.Errorf("status is %d, want %d", answer.Code, test.status)
			}
			var body map[string]any
			if err := json.NewDecoder(answer.Body).Decode(&body); err != nil {
				t.Fatal(err)
			}
			if body[test.key] != test.value {
				t.Errorf("%s is %v, want %s", test.key, body[test.key], test.value)
			}
		})
	}
}
