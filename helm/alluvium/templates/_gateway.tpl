{{/*
What lets others in. The node answers only those who call it 127.0.0.1 and come from there, so the proxy says so on
behalf of whom it has let in, and of nobody else: the wrong host is refused, and an origin that is not the page's own
is passed on as it is, which the node refuses.
*/}}
{{- define "alluvium.gatewayConfig" -}}
{{- $web := and (has .name (list "node" "serve")) (include "alluvium.hasWeb" .root) -}}
worker_processes 1;
pid /tmp/nginx.pid;
error_log /dev/stderr warn;
events {
  worker_connections 512;
}
http {
  access_log off;
  server_tokens off;
  client_body_temp_path /tmp/body;
  proxy_temp_path /tmp/proxy;
  fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;
  client_max_body_size 1m;
  proxy_http_version 1.1;
  proxy_read_timeout 120s;
  proxy_set_header Host 127.0.0.1:8484;
  proxy_set_header Connection "";

  # Health and metrics, for those whom the NetworkPolicy lets in.
  server {
    listen 8485;
    location = /metrics {
      proxy_pass http://127.0.0.1:8484;
    }
    location = /health/live {
      proxy_pass http://127.0.0.1:8484;
    }
    location = /health/ready {
      proxy_pass http://127.0.0.1:8484;
    }
    location / {
      return 404;
    }
  }
{{- if $web }}

  map $http_origin $origin_for_node {
    default $http_origin;
    "https://{{ .root.Values.gateway.host }}" "http://127.0.0.1:8484";
    {{- if not .root.Values.ingress.tlsExistingSecret }}
    "http://{{ .root.Values.gateway.host }}" "http://127.0.0.1:8484";
    {{- end }}
  }
  server {
    listen 8486 default_server;
    return 421;
  }
  server {
    listen 8486;
    server_name {{ .root.Values.gateway.host }};
    auth_basic "Alluvium";
    auth_basic_user_file /etc/gateway-users/htpasswd;
    location / {
      proxy_set_header Host 127.0.0.1:8484;
      proxy_set_header Connection "";
      proxy_set_header Origin $origin_for_node;
      proxy_set_header Authorization "";
      proxy_pass http://127.0.0.1:8484;
    }
  }
{{- end }}
}
{{- end -}}

{{- define "alluvium.gatewayContainer" -}}
{{- $web := and (has .name (list "node" "serve")) (include "alluvium.hasWeb" .root) -}}
- name: gateway
  image: "{{ .root.Values.gateway.image.repository }}:{{ .root.Values.gateway.image.tag }}"
  imagePullPolicy: {{ .root.Values.gateway.image.pullPolicy }}
  command: ["nginx", "-c", "/etc/gateway/nginx.conf", "-g", "daemon off;"]
  ports:
    - name: metrics
      containerPort: 8485
    {{- if $web }}
    - name: web
      containerPort: 8486
    {{- end }}
  livenessProbe:
    tcpSocket:
      port: metrics
    periodSeconds: 10
  resources:
    {{- toYaml .root.Values.gateway.resources | nindent 4 }}
  securityContext:
    {{- include "alluvium.containerSecurityContext" . | nindent 4 }}
  volumeMounts:
    - name: gateway-config
      mountPath: /etc/gateway
      readOnly: true
    - name: gateway-tmp
      mountPath: /tmp
    {{- if $web }}
    - name: gateway-users
      mountPath: /etc/gateway-users
      readOnly: true
    {{- end }}
{{- end -}}

{{- define "alluvium.gatewayVolumes" -}}
- name: gateway-config
  configMap:
    name: {{ include "alluvium.component.fullname" . }}
    items:
      - key: nginx.conf
        path: nginx.conf
- name: gateway-tmp
  emptyDir: {}
{{- if and (has .name (list "node" "serve")) (include "alluvium.hasWeb" .root) }}
- name: gateway-users
  secret:
    secretName: {{ .root.Values.gateway.existingSecret }}
    items:
      - key: {{ .root.Values.gateway.htpasswdKey }}
        path: htpasswd
{{- end }}
{{- end -}}
