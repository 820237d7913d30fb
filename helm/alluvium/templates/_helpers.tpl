{{- define "alluvium.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{/* Room is left for the longest name of a component, of its service and of a pod's hash. */}}
{{- define "alluvium.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains (include "alluvium.name" .) .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "alluvium.name" .) | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* Labels of every pod of the release, whatever it does. */}}
{{- define "alluvium.selectorLabels" -}}
app.kubernetes.io/name: {{ include "alluvium.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "alluvium.labels" -}}
{{ include "alluvium.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{/* The helpers below take a component: a dict of root, name and, for a workload, its values. */}}
{{- define "alluvium.component.fullname" -}}
{{- $full := include "alluvium.fullname" .root -}}
{{- if eq .name "node" -}}{{ $full }}{{- else -}}{{ printf "%s-%s" $full .name }}{{- end -}}
{{- end -}}

{{- define "alluvium.component.selectorLabels" -}}
{{ include "alluvium.selectorLabels" .root }}
app.kubernetes.io/component: {{ .name }}
{{- end -}}

{{- define "alluvium.component.labels" -}}
{{ include "alluvium.labels" .root }}
app.kubernetes.io/component: {{ .name }}
{{- end -}}

{{/* Names of the workloads there are, joined by blanks. */}}
{{- define "alluvium.components" -}}
{{- if eq .Values.mode "all-in-one" -}}node
{{- else -}}
{{- $names := list -}}
{{- range list "connect" "ingest" "enrich" "serve" -}}
{{- if (index $.Values .).enabled -}}{{- $names = append $names . -}}{{- end -}}
{{- end -}}
{{- join " " $names -}}
{{- end -}}
{{- end -}}

{{- define "alluvium.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "alluvium.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "alluvium.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}

{{/* The page and the API are let out, not only health and metrics. */}}
{{- define "alluvium.hasWeb" -}}
{{- if and .Values.gateway.enabled .Values.gateway.existingSecret -}}true{{- end -}}
{{- end -}}

{{/* Port of an address such as https://host:port/path; the scheme's own without one. */}}
{{- define "alluvium.portOf" -}}
{{- $rest := regexReplaceAll "^(jdbc:)?[a-z0-9]+://" . "" -}}
{{- $host := regexReplaceAll "[/?].*$" $rest "" -}}
{{- if regexMatch ":[0-9]+$" $host -}}
{{- regexReplaceAll "^.*:" $host "" -}}
{{- else if hasPrefix "jdbc:" . -}}5432
{{- else if hasPrefix "http:" . -}}80
{{- else -}}443
{{- end -}}
{{- end -}}

{{- define "alluvium.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "alluvium.containerSecurityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
capabilities:
  drop: ["ALL"]
{{- end -}}
