{{- define "blinktwice.labels" -}}
app.kubernetes.io/name: blinktwice
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{/* What chooses the pods of a role; never changes for a release. Call with (dict "root" $ "role" "pinning"). */}}
{{- define "blinktwice.selector" -}}
app.kubernetes.io/name: blinktwice
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .role }}
{{- end }}

{{- define "blinktwice.image" -}}
{{- with .Values.global.image.registry }}{{ . }}/{{ end -}}
blinktwice:{{ .Values.global.image.tag | default .Chart.AppVersion }}
{{- end }}

{{/* Roles that run, as a list of names. */}}
{{- define "blinktwice.running" -}}
{{- range $role, $of := .Values.roles }}{{ if gt (int $of.replicas) 0 }}{{ $role }} {{ end }}{{ end -}}
{{- end }}

{{/* A path of the HTTP API and the role that answers it; everything else is pinning's. */}}
{{- define "blinktwice.routes" -}}
- {path: /v1/classify, role: classifier}
- {path: /v1/releases, role: rollout}
- {path: /v1/rollouts, role: rollout}
- {path: /v1/upgrades, role: rollout}
- {path: /v1/pools, role: autoscaler}
- {path: /, role: pinning}
{{- end }}
