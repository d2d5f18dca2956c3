@description('Beginning of the alerts\' names.')
param prefix string
param location string
param tags object

@description('Log Analytics workspace that the alerts look at.')
param workspaceId string

@description('Event Hubs namespace that the alerts look at.')
param eventHubsId string

@description('Hub of AUTH events.')
param authEventsHub string

@description('Who is written to; empty: the alerts are seen in the portal only.')
param email string

@description('Seconds that an event may wait in the hub before the lag alert fires.')
@minValue(60)
param maximumLagSeconds int

@description('Whether the alerts are on. Off is for the time before the first mail server sends.')
param enabled bool

// A row that a query returns is a reason to fire ("some"), or its absence is ("none"). Within the window, in so many looks in a row. Instruments are named in docs/telemetry.md; what to do is in
// docs/runbook.md.
var logAlerts = [
  {
    name: 'no-auth-events'
    title: 'No AUTH events'
    description: 'No batch of AUTH events has succeeded for 10 minutes: the mail servers are not sending, or the functions are not reading.'
    query: 'AppMetrics | where Name == "abuseserverless.ingestion.events" and tostring(Properties.hub) == "${authEventsHub}"'
    fires: 'none'
    severity: 1
    window: 'PT10M'
    looks: 1
  }
  {
    name: 'enforcement-not-run'
    title: 'Enforcement is not running'
    description: 'EnforceSuspensions has not succeeded for 10 minutes: pending suspensions are not activated, and ended ones do not expire.'
    query: 'AppMetrics | where Name == "abuseserverless.timer.runs" and tostring(Properties.function) == "EnforceSuspensions" and tostring(Properties.outcome) == "success"'
    fires: 'none'
    severity: 1
    window: 'PT10M'
    looks: 1
  }
  {
    name: 'enforcement-fails'
    title: 'Enforcement fails'
    description: 'Runs of EnforceSuspensions have failed in two consecutive checks: some due suspension tasks are not processed.'
    query: 'AppMetrics | where Name == "abuseserverless.timer.runs" and tostring(Properties.function) == "EnforceSuspensions" and tostring(Properties.outcome) == "failure"'
    fires: 'some'
    severity: 1
    window: 'PT5M'
    looks: 2
  }
  {
    name: 'batches-fail'
    title: 'Batches of events fail'
    description: 'Batches have failed in three consecutive checks. A failed batch is retried until it succeeds, and its partition waits for it.'
    query: 'AppMetrics | where Name == "abuseserverless.ingestion.batch.duration" and tostring(Properties.outcome) == "failure"'
    fires: 'some'
    severity: 1
    window: 'PT5M'
    looks: 3
  }
  {
    name: 'lag'
    title: 'Events are waiting in the event hub'
    description: 'The newest event of a batch had waited longer than ${maximumLagSeconds} s when its processing began, in two consecutive checks.'
    query: 'AppMetrics | where Name == "abuseserverless.ingestion.lag" and Max > ${maximumLagSeconds}'
    fires: 'some'
    severity: 2
    window: 'PT5M'
    looks: 2
  }
  {
    name: 'dead-letters'
    title: 'Messages written to the dead-letter table'
    description: 'Messages were invalid or too late. The table DeadLetters has each with its reason (Get-GeoDeadLetter).'
    query: 'AppMetrics | where Name == "abuseserverless.dead_letters" and tostring(Properties.reason) != "Undelivered"'
    fires: 'some'
    severity: 3
    window: 'PT15M'
    looks: 1
  }
  {
    name: 'unreadable'
    title: 'Rows of accounts cannot be read'
    description: 'Rows of AccountActivity were damaged or had another version. Their accounts start anew; the old contents are in the column Unreadable.'
    query: 'AppMetrics | where Name == "abuseserverless.activity.unreadable"'
    fires: 'some'
    severity: 2
    window: 'PT15M'
    looks: 1
  }
  {
    name: 'notifications'
    title: 'Notifications are not delivered'
    description: 'Delivery attempts have failed in three consecutive checks. They are retried until they are abandoned.'
    query: 'AppMetrics | where Name == "abuseserverless.notifications.attempts" and tostring(Properties.outcome) in ("failed", "given_up")'
    fires: 'some'
    severity: 2
    window: 'PT5M'
    looks: 3
  }
  {
    name: 'notifications-not-run'
    title: 'Notifications are not sent'
    description: 'DeliverNotifications has not succeeded for 10 minutes: nobody is notified of suspensions.'
    query: 'AppMetrics | where Name == "abuseserverless.timer.runs" and tostring(Properties.function) == "DeliverNotifications" and tostring(Properties.outcome) == "success"'
    fires: 'none'
    severity: 2
    window: 'PT10M'
    looks: 1
  }
  {
    name: 'statistics-not-run'
    title: 'Daily statistics are not updated'
    description: 'SummariseDay, which is due every hour, has not succeeded for 3 hours: the report is out of date, and a loss of reputation goes unnoticed.'
    query: 'AppMetrics | where Name == "abuseserverless.timer.runs" and tostring(Properties.function) == "SummariseDay" and tostring(Properties.outcome) == "success"'
    fires: 'none'
    severity: 2
    window: 'PT3H'
    looks: 1
  }
  {
    name: 'purge-not-run'
    title: 'Old rows are not deleted'
    description: 'PurgeExpired, which is due every hour, has not succeeded for a day: personal data is kept longer than configured.'
    query: 'AppMetrics | where Name == "abuseserverless.timer.runs" and tostring(Properties.function) == "PurgeExpired" and tostring(Properties.outcome) == "success"'
    fires: 'none'
    severity: 2
    window: 'P1D'
    looks: 1
  }
  {
    name: 'failing-open'
    title: 'All logins are allowed'
    description: 'Logins were allowed because the suspensions had not been read, in two consecutive checks. A brief moment of this is normal when an instance starts.'
    query: 'AppMetrics | where Name == "abuseserverless.policy.allows" and tostring(Properties.outcome) == "failed_open"'
    fires: 'some'
    severity: 1
    window: 'PT5M'
    looks: 2
  }
  {
    name: 'reputation'
    title: 'A provider refuses our mail because of its reputation'
    description: 'The share of attempts that a provider refused or deferred for reputation has crossed its threshold (Get-GeoDeliveryStat).'
    query: 'AppTraces | where tostring(Properties.EventId) == "1420"'
    fires: 'some'
    severity: 2
    window: 'PT1H'
    looks: 1
  }
  {
    name: 'geolocation'
    title: 'A geolocation database is damaged'
    description: 'A database is damaged or was replaced by one that cannot be used: addresses may count as unlocated.'
    query: 'AppExceptions | where tostring(Properties.EventId) in ("1103", "1104")'
    fires: 'some'
    severity: 2
    window: 'PT15M'
    looks: 1
  }
]

resource recipients 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(email)) {
  name: '${prefix}-operators'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'abuse'
    enabled: true
    emailReceivers: [{ name: 'operators', emailAddress: email, useCommonAlertSchema: true }]
  }
}

resource logAlert 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for alert in logAlerts: {
    name: '${prefix}-${alert.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: alert.title
      description: alert.description
      severity: alert.severity
      enabled: enabled
      autoMitigate: true
      scopes: [workspaceId]
      evaluationFrequency: 'PT5M'
      windowSize: alert.window
      // A new workspace has no rows to check the query against.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: alert.query
            timeAggregation: 'Count'
            operator: alert.fires == 'none' ? 'LessThan' : 'GreaterThanOrEqual'
            threshold: 1
            failingPeriods: {
              numberOfEvaluationPeriods: alert.looks
              minFailingPeriodsToAlert: alert.looks
            }
          }
        ]
      }
      actions: {
        actionGroups: empty(email) ? [] : [recipients.id]
      }
    }
  }
]

resource throttled 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${prefix}-throttled'
  location: 'global'
  tags: tags
  properties: {
    description: 'The Event Hubs namespace throttled requests: it needs more throughput units. Senders retry, so nothing is lost as long as their spool has room.'
    severity: 2
    enabled: enabled
    autoMitigate: true
    scopes: [eventHubsId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'throttled'
          metricNamespace: 'Microsoft.EventHub/namespaces'
          metricName: 'ThrottledRequests'
          timeAggregation: 'Total'
          operator: 'GreaterThan'
          threshold: 0
        }
      ]
    }
    actions: empty(email) ? [] : [{ actionGroupId: recipients.id }]
  }
}
