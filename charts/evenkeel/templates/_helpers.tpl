{{- define "evenkeel.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* At most 50 characters: pods, their hash and the Service of peers add to it. */}}
{{- define "evenkeel.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" }}
{{- else if contains (include "evenkeel.name" .) .Release.Name }}
{{- .Release.Name | trunc 50 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "evenkeel.name" .) | trunc 50 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "evenkeel.peers" -}}
{{ include "evenkeel.fullname" . }}-peers
{{- end }}

{{- define "evenkeel.serviceAccount" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "evenkeel.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{- define "evenkeel.selector" -}}
app.kubernetes.io/name: {{ include "evenkeel.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: server
{{- end }}

{{/* Labels of an object: call with (dict "root" $ "component" "server"), and "more" for what else there is. */}}
{{- define "evenkeel.labels" -}}
{{- $own := dict
  "app.kubernetes.io/name" (include "evenkeel.name" .root)
  "app.kubernetes.io/instance" .root.Release.Name
  "app.kubernetes.io/component" .component
  "app.kubernetes.io/version" .root.Chart.AppVersion
  "app.kubernetes.io/managed-by" .root.Release.Service
  "helm.sh/chart" (printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_") -}}
{{- toYaml (merge $own (default dict .more) .root.Values.commonLabels) }}
{{- end }}

{{/* The annotations of an object, with their key, if it has any: call with (dict "root" $), and "more". */}}
{{- define "evenkeel.annotations" -}}
{{- with merge (dict) (default dict .more) .root.Values.commonAnnotations -}}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* The name of an image: call with (dict "root" $ "image" .Values.image "tag" "…"). */}}
{{- define "evenkeel.image" -}}
{{- $registry := default .image.registry .root.Values.global.imageRegistry -}}
{{- with $registry }}{{ . }}/{{ end -}}
{{- .image.repository -}}
{{- if .image.digest }}@{{ .image.digest }}{{ else }}:{{ default .tag .image.tag }}{{ end -}}
{{- end }}

{{- define "evenkeel.scheme" -}}
{{ ternary "https" "http" .Values.tls.enabled }}
{{- end }}

{{- define "evenkeel.tlsSecret" -}}
{{ ternary (printf "%s-tls" (include "evenkeel.fullname" .)) .Values.tls.existingSecret .Values.tls.certManager.enabled }}
{{- end }}

{{- define "evenkeel.databasePort" -}}
{{- with .Values.externalDatabase -}}
{{ .port | default (ternary 5432 3306 (eq .type "postgres")) }}
{{- end }}
{{- end }}

{{/* The names of the Services, as those who ask them may write them. */}}
{{- define "evenkeel.dnsNames" -}}
{{- $services := list (include "evenkeel.fullname" .) (printf "*.%s" (include "evenkeel.peers" .)) -}}
{{- range $services }}
- {{ printf "%s.%s.svc" . $.Release.Namespace | quote }}
- {{ printf "%s.%s.svc.cluster.local" . $.Release.Namespace | quote }}
{{- end }}
- {{ include "evenkeel.fullname" . }}
- {{ include "evenkeel.fullname" . }}.{{ .Release.Namespace }}
- localhost
{{- end }}

{{/* Refuses what the schema cannot: values that need another, or exclude it. */}}
{{- define "evenkeel.check" -}}
{{- $database := .Values.externalDatabase -}}
{{- if not $database.existingSecret }}
{{- fail "externalDatabase.existingSecret is missing: the Secret with the password of the database" }}
{{- end }}
{{- if eq (empty $database.host) (empty $database.existingSecretHostKey) }}
{{- fail "give one of externalDatabase.host and externalDatabase.existingSecretHostKey" }}
{{- end }}
{{- if eq (empty $database.database) (empty $database.existingSecretDatabaseKey) }}
{{- fail "give one of externalDatabase.database and externalDatabase.existingSecretDatabaseKey" }}
{{- end }}
{{- if eq (empty $database.user) (empty $database.existingSecretUserKey) }}
{{- fail "give one of externalDatabase.user and externalDatabase.existingSecretUserKey" }}
{{- end }}
{{- if and $database.caSecret (not (hasPrefix "verify-" $database.sslMode)) }}
{{- fail "externalDatabase.caSecret needs externalDatabase.sslMode verify-ca, verify-full or verify-identity" }}
{{- end }}
{{- $tls := .Values.tls -}}
{{- if and $tls.enabled (eq (empty $tls.existingSecret) (not $tls.certManager.enabled)) }}
{{- fail "tls.enabled needs one of tls.existingSecret and tls.certManager.enabled" }}
{{- end }}
{{- if and (not $tls.enabled) (or $tls.existingSecret $tls.certManager.enabled) }}
{{- fail "tls.existingSecret and tls.certManager.enabled need tls.enabled" }}
{{- end }}
{{- if and $tls.certManager.enabled (not $tls.certManager.issuerRef.name) }}
{{- fail "tls.certManager.issuerRef.name is missing" }}
{{- end }}
{{- $own := list "datastore" "datastore-password-file" "datastore-ddl" "store" "name" "listen-client-urls" "listen-metrics-urls"
  "advertise-client-urls" "cert-file" "key-file" "trusted-ca-file" "client-cert-auth" "config-file" -}}
{{- range $name, $value := .Values.settings }}
{{- if has $name $own }}
{{- fail (printf "settings.%s is set by other values of this chart" $name) }}
{{- end }}
{{- end }}
{{- end }}
