{{/* What a schema cannot say; each line names the value to change. */}}
{{- define "alluvium.validate" -}}
{{- with .Values -}}
{{- if and (eq .mode "roles") (not .kafka.bootstrapServers) -}}
{{- fail "kafka.bootstrapServers is needed with mode: roles" -}}
{{- end -}}
{{- if and .kafka.bootstrapServers (not .registry.url) -}}
{{- fail "registry.url is needed with kafka.bootstrapServers" -}}
{{- end -}}
{{- if and (eq .mode "roles") (not (include "alluvium.components" $)) -}}
{{- fail "no role is enabled" -}}
{{- end -}}
{{- if and .cold.catalogUser (not .cold.catalogExistingSecret) -}}
{{- fail "cold.catalogExistingSecret is needed with cold.catalogUser" -}}
{{- end -}}
{{- if and .cold.catalogExistingSecret (not .cold.catalog) -}}
{{- fail "cold.catalog is needed with cold.catalogExistingSecret" -}}
{{- end -}}
{{- if and .ingress.enabled (not (and .gateway.host (include "alluvium.hasWeb" $))) -}}
{{- fail "ingress.enabled needs gateway.enabled, gateway.host and gateway.existingSecret: the node has no sign-in of its own" -}}
{{- end -}}
{{- if and .gateway.existingSecret (not .gateway.host) -}}
{{- fail "gateway.host is needed with gateway.existingSecret" -}}
{{- end -}}
{{- if and .monitoring.serviceMonitor.enabled (not .gateway.enabled) -}}
{{- fail "monitoring.serviceMonitor.enabled needs gateway.enabled: the node listens on 127.0.0.1 only" -}}
{{- end -}}
{{- if and .strimzi.connectors.enabled (not .connectCluster.url) -}}
{{- fail "strimzi.connectors.enabled needs connectCluster.url" -}}
{{- end -}}
{{- if and .strimzi.connectors.enabled (not .strimzi.connectors.cluster) -}}
{{- fail "strimzi.connectors.cluster is needed with strimzi.connectors.enabled" -}}
{{- end -}}
{{- if and .strimzi.topics.enabled (not .strimzi.topics.cluster) -}}
{{- fail "strimzi.topics.cluster is needed with strimzi.topics.enabled" -}}
{{- end -}}
{{- $values := . -}}
{{- if and (eq .mode "roles") .serve.enabled -}}
{{- $most := int (ternary .serve.autoscaling.maxReplicas .serve.replicas .serve.autoscaling.enabled) -}}
{{- $least := int (ternary .serve.autoscaling.minReplicas .serve.replicas .serve.autoscaling.enabled) -}}
{{- if and (gt $most 1) (not .peers.existingSecret) -}}
{{- fail "peers.existingSecret is needed with more than one pod of serve" -}}
{{- end -}}
{{- if gt (int .tiers.replicas) $least -}}
{{- fail "serve needs as many pods as tiers.replicas: what nobody reads is kept for ever" -}}
{{- end -}}
{{- end -}}
{{- range list "ingest" "enrich" "serve" -}}
{{- $one := index $values . -}}
{{- $keda := $one.keda | default dict -}}
{{- if and $one.autoscaling.enabled $keda.enabled -}}
{{- fail (printf "%s.autoscaling and %s.keda both scale the same pods: enable one" . .) -}}
{{- end -}}
{{- if gt (max $one.replicas (ternary $one.autoscaling.maxReplicas 0 $one.autoscaling.enabled) (ternary ($keda.maxReplicas | default 0) 0 ($keda.enabled | default false)) | int) (int $values.topic.partitions) -}}
{{- fail (printf "%s: more replicas than topic.partitions would have nothing to do" .) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
