{{- define "evenkeel-operator.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* At most 50 characters: pods, their hash and roles add to it. */}}
{{- define "evenkeel-operator.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" }}
{{- else if contains (include "evenkeel-operator.name" .) .Release.Name }}
{{- .Release.Name | trunc 50 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "evenkeel-operator.name" .) | trunc 50 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "evenkeel-operator.serviceAccount" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "evenkeel-operator.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{- define "evenkeel-operator.selector" -}}
app.kubernetes.io/name: {{ include "evenkeel-operator.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: operator
{{- end }}

{{/* Labels of an object: call with (dict "root" $ "component" "operator"), and "more" for what else there is. */}}
{{- define "evenkeel-operator.labels" -}}
{{- $own := dict
  "app.kubernetes.io/name" (include "evenkeel-operator.name" .root)
  "app.kubernetes.io/instance" .root.Release.Name
  "app.kubernetes.io/component" .component
  "app.kubernetes.io/version" .root.Chart.AppVersion
  "app.kubernetes.io/managed-by" .root.Release.Service
  "helm.sh/chart" (printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_") -}}
{{- toYaml (merge $own (default dict .more) .root.Values.commonLabels) }}
{{- end }}

{{/* The annotations of an object, with their key, if it has any: call with (dict "root" $), and "more". */}}
{{- define "evenkeel-operator.annotations" -}}
{{- with merge (dict) (default dict .more) .root.Values.commonAnnotations -}}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* The name of an image without its tag: call with (dict "root" $ "image" .Values.image). */}}
{{- define "evenkeel-operator.repository" -}}
{{- with default .image.registry .root.Values.global.imageRegistry }}{{ . }}/{{ end -}}
{{- .image.repository -}}
{{- end }}

{{/* The name of an image; without a tag of its own it has that of the application. */}}
{{- define "evenkeel-operator.image" -}}
{{- include "evenkeel-operator.repository" . -}}
{{- if .image.digest }}@{{ .image.digest }}{{ else }}:{{ default .root.Chart.AppVersion .image.tag }}{{ end -}}
{{- end }}

{{/* Refuses what the schema cannot: values that need another, or exclude it. */}}
{{- define "evenkeel-operator.check" -}}
{{- if and (gt (int .Values.replicaCount) 1) (not .Values.leaderElection.enabled) }}
{{- fail "replicaCount above 1 needs leaderElection.enabled: else all operators work at once" }}
{{- end }}
{{- if and .Values.serviceAccount.create (not .Values.serviceAccount.automount) (not .Values.extraVolumes) }}
{{- fail "the operator needs a token: serviceAccount.automount, or one of extraVolumes" }}
{{- end }}
{{- end }}
