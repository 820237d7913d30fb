{{/* Pod template of one component. */}}
{{- define "alluvium.podTemplate" -}}
{{- $root := .root -}}
{{- $component := . -}}
{{- $stateful := ne .name "connect" -}}
metadata:
  labels:
    {{- include "alluvium.component.selectorLabels" . | nindent 4 }}
    {{- with .values.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  annotations:
    # A changed configuration is a new pod.
    checksum/config: {{ include "alluvium.config" . | sha256sum }}
    {{- if $root.Values.gateway.enabled }}
    checksum/gateway: {{ include "alluvium.gatewayConfig" . | sha256sum }}
    {{- end }}
    {{- with .values.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  serviceAccountName: {{ include "alluvium.serviceAccountName" $root }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  terminationGracePeriodSeconds: {{ .values.terminationGracePeriodSeconds }}
  {{- with $root.Values.imagePullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  securityContext:
    {{- include "alluvium.podSecurityContext" . | nindent 4 }}
  containers:
    - name: node
      image: {{ include "alluvium.image" $root | quote }}
      imagePullPolicy: {{ $root.Values.image.pullPolicy }}
      args: ["up", "--config", "/etc/alluvium/alluvium.yaml"]
      env:
        - name: ALLUVIUM_HEAP
          value: {{ .values.heap | quote }}
        {{- if has .name (list "ingest" "enrich" "serve") }}
        # The same after each start.
        - name: ALLUVIUM_NODE_ID
          valueFrom:
            fieldRef:
              fieldPath: metadata.name
        {{- end }}
        {{- if and (eq .name "serve") $root.Values.peers.existingSecret }}
        - name: POD_IP
          valueFrom:
            fieldRef:
              fieldPath: status.podIP
        - name: ALLUVIUM_NODE_ADDRESS
          value: $(POD_IP):8585
        {{- end }}
        {{- range $key, $ref := (include "alluvium.secretConfig" . | fromYaml) }}
        - name: {{ include "alluvium.secretVariable" $key }}
          valueFrom:
            secretKeyRef:
              name: {{ $ref.name }}
              key: {{ $ref.key }}
        {{- end }}
        {{- with .values.extraEnv }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      {{- if and (has .name (list "node" "connect")) $root.Values.sourcesExistingSecret }}
      envFrom:
        - secretRef:
            name: {{ $root.Values.sourcesExistingSecret }}
      {{- end }}
      {{- if and (eq .name "serve") $root.Values.peers.existingSecret }}
      ports:
        - name: peers
          containerPort: 8585
      {{- end }}
      # Asked from inside: the node listens on 127.0.0.1 only. It is live long before its stores are restored.
      startupProbe:
        exec:
          command: ["healthy", "live"]
        periodSeconds: 2
        timeoutSeconds: 5
        failureThreshold: 60
      livenessProbe:
        exec:
          command: ["healthy", "live"]
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 6
      readinessProbe:
        exec:
          command: ["healthy", "ready"]
        periodSeconds: 5
        timeoutSeconds: 5
        failureThreshold: 3
      resources:
        {{- toYaml .values.resources | nindent 8 }}
      securityContext:
        {{- include "alluvium.containerSecurityContext" . | nindent 8 }}
      volumeMounts:
        - name: data
          mountPath: /var/lib/alluvium
        - name: config
          mountPath: /etc/alluvium
          readOnly: true
        # Native libraries are unpacked here.
        - name: tmp
          mountPath: /tmp
        {{- with .values.extraVolumeMounts }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
    {{- if $root.Values.gateway.enabled }}
    {{- include "alluvium.gatewayContainer" . | nindent 4 }}
    {{- end }}
  volumes:
    - name: config
      configMap:
        name: {{ include "alluvium.component.fullname" . }}
    - name: tmp
      emptyDir: {}
    {{- if not (and $stateful (.values.persistence).enabled) }}
    - name: data
      emptyDir: {}
    {{- end }}
    {{- if $root.Values.gateway.enabled }}
    {{- include "alluvium.gatewayVolumes" . | nindent 4 }}
    {{- end }}
    {{- with .values.extraVolumes }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- if $root.Values.topologySpread.enabled }}
  topologySpreadConstraints:
    {{- range $root.Values.topologySpread.topologyKeys }}
    - maxSkew: 1
      topologyKey: {{ . }}
      whenUnsatisfiable: {{ $root.Values.topologySpread.whenUnsatisfiable }}
      labelSelector:
        matchLabels:
          {{- include "alluvium.component.selectorLabels" $component | nindent 10 }}
    {{- end }}
  {{- end }}
  {{- with .values.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .values.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .values.affinity }}
  affinity:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}
