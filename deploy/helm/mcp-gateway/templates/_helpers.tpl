{{- define "mcp-gateway.name" -}}
{{- .Values.nameOverride | default .Chart.Name | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "mcp-gateway.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- else if contains (include "mcp-gateway.name" .) .Release.Name -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "mcp-gateway.name" .) | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "mcp-gateway.selector" -}}
app.kubernetes.io/name: {{ include "mcp-gateway.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "mcp-gateway.labels" -}}
{{ include "mcp-gateway.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "mcp-gateway.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- .Values.serviceAccount.name | default (include "mcp-gateway.fullname" .) -}}
{{- else -}}
{{- .Values.serviceAccount.name | default "default" -}}
{{- end -}}
{{- end -}}

{{- define "mcp-gateway.image" -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) -}}
{{- end -}}
{{- end -}}

{{/* The gateway's configuration: what the chart decides, over what the values say. */}}
{{- define "mcp-gateway.config" -}}
{{- $drain := dict "drain" (dict "budget" (printf "%ds" (int .Values.drain.drainSeconds)) "lameDuck" (printf "%ds" (int .Values.drain.lameDuckSeconds))) -}}
{{- $store := dict "store" (dict "kind" .Values.store.kind) -}}
{{- toYaml (mergeOverwrite (deepCopy .Values.config) $drain $store) -}}
{{- end -}}

{{/* What cannot work is refused here, with a reason. */}}
{{- define "mcp-gateway.check" -}}
{{- $most := ternary (int .Values.autoscaling.maxReplicas) (int .Values.replicas) .Values.autoscaling.enabled -}}
{{- if and (eq .Values.store.kind "embedded") (gt $most 1) -}}
{{- fail "store.kind embedded is for one task: set replicas to 1 and autoscaling.enabled to false, or store.kind to dynamodb" -}}
{{- end -}}
{{- if ge (int .Values.drain.drainSeconds) (int .Values.terminationGracePeriodSeconds) -}}
{{- fail "drain.drainSeconds has to be below terminationGracePeriodSeconds, or calls in flight are cut off" -}}
{{- end -}}
{{- if ge (int .Values.drain.lameDuckSeconds) (int .Values.drain.drainSeconds) -}}
{{- fail "drain.lameDuckSeconds has to be below drain.drainSeconds, of which it is a part" -}}
{{- end -}}
{{- if and .Values.autoscaling.enabled (gt (int .Values.autoscaling.minReplicas) (int .Values.autoscaling.maxReplicas)) -}}
{{- fail "autoscaling.minReplicas is above autoscaling.maxReplicas" -}}
{{- end -}}
{{- end -}}
