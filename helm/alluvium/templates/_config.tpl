{{/* Keys whose value is in a Secret, for one component: key of alluvium.yaml to {name, key}, as YAML. */}}
{{- define "alluvium.secretConfig" -}}
{{- $secrets := dict -}}
{{- range $key, $ref := .root.Values.secretConfig -}}
{{- $_ := set $secrets $key $ref -}}
{{- end -}}
{{- if has .name (list "node" "serve" "check" "test") -}}
{{- with .root.Values.cold -}}
{{- if .catalogExistingSecret -}}
{{- $_ := set $secrets "cold.catalog.password" (dict "name" .catalogExistingSecret "key" .catalogPasswordKey) -}}
{{- end -}}
{{- if .s3.existingSecret -}}
{{- $_ := set $secrets "cold.s3.access.key" (dict "name" .s3.existingSecret "key" .s3.accessKeyKey) -}}
{{- $_ := set $secrets "cold.s3.secret.key" (dict "name" .s3.existingSecret "key" .s3.secretKeyKey) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if and (eq .root.Values.mode "roles") (eq .name "serve") .root.Values.peers.existingSecret -}}
{{- $_ := set $secrets "node.secret" (dict "name" .root.Values.peers.existingSecret "key" .root.Values.peers.secretKey) -}}
{{- end -}}
{{- toYaml $secrets -}}
{{- end -}}

{{/* Not ALLUVIUM_...: that would be the key itself, by its value. */}}
{{- define "alluvium.secretVariable" -}}
SECRET_{{ . | upper | replace "." "_" }}
{{- end -}}

{{/* The whole alluvium.yaml of one component. What is more special is set later and wins. */}}
{{- define "alluvium.config" -}}
{{- $root := .root -}}
{{- $values := $root.Values -}}
{{- $config := dict -}}
{{- range $key, $value := $values.config -}}{{- $_ := set $config $key $value -}}{{- end -}}
{{- range $key, $value := (.values).config -}}{{- $_ := set $config $key $value -}}{{- end -}}
{{- if has .name (list "check" "test") -}}
{{- /* What any workload will be told. */ -}}
{{- range splitList " " (include "alluvium.components" $root) -}}
{{- range $key, $value := (index $values .).config -}}{{- $_ := set $config $key $value -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- range $key, $ref := (include "alluvium.secretConfig" . | fromYaml) -}}
{{- $_ := set $config $key (printf "${env:%s}" (include "alluvium.secretVariable" $key)) -}}
{{- end -}}
{{- $_ := set $config "data.dir" "/var/lib/alluvium" -}}
{{- $_ := set $config "topic.prefix" $values.topic.prefix -}}
{{- $_ := set $config "topic.partitions" $values.topic.partitions -}}
{{- with $values.kafka.bootstrapServers -}}
{{- $_ := set $config "bootstrap.servers" . -}}
{{- $_ := set $config "schema.registry.url" $values.registry.url -}}
{{- end -}}
{{- with $values.connectCluster.url -}}
{{- $_ := set $config "connect.url" . -}}
{{- end -}}
{{- if has .name (list "connect" "ingest" "enrich" "serve") -}}
{{- $_ := set $config "roles" .name -}}
{{- /* Every node must know how many readers there are to wait for. */ -}}
{{- $_ := set $config "tiers.replicas" $values.tiers.replicas -}}
{{- end -}}
{{- if has .name (list "node" "serve" "check" "test") -}}
{{- with $values.cold -}}
{{- with .warehouse -}}{{- $_ := set $config "cold.warehouse" . -}}{{- end -}}
{{- with .catalog -}}{{- $_ := set $config "cold.catalog" . -}}{{- end -}}
{{- with .catalogUser -}}{{- $_ := set $config "cold.catalog.user" . -}}{{- end -}}
{{- with .s3.endpoint -}}{{- $_ := set $config "cold.s3.endpoint" . -}}{{- end -}}
{{- with .s3.region -}}{{- $_ := set $config "cold.s3.region" . -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- if and (has .name (list "node" "connect")) (not $values.strimzi.connectors.enabled) -}}
{{- with $values.sources -}}{{- $_ := set $config "sources" . -}}{{- end -}}
{{- end -}}
{{- toYaml $config -}}
{{- end -}}
