{{- define "alluvium.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "alluvium.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- else if contains (include "alluvium.name" .) .Release.Name -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "alluvium.name" .) | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

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

{{- define "alluvium.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "alluvium.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{/* The node's whole configuration; fails early where the node itself would refuse it. */}}
{{- define "alluvium.config" -}}
{{- $config := dict "data.dir" "/var/lib/alluvium" -}}
{{- with .Values.kafka.bootstrapServers -}}
{{- $_ := set $config "bootstrap.servers" . -}}
{{- $_ := set $config "schema.registry.url" (required "kafka.schemaRegistryUrl is needed with kafka.bootstrapServers" $.Values.kafka.schemaRegistryUrl) -}}
{{- end -}}
{{- $config = merge $config .Values.config -}}
{{- with .Values.sources -}}
{{- $_ := set $config "sources" . -}}
{{- end -}}
{{- toYaml $config -}}
{{- end -}}
