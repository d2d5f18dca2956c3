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
    description: 'No batch of AUTH events has succeeded for 10 minutes: the mail servers do not send, or the functions do not read.'
    query: 'AppMetrics | where Name == "abuseserverless.ingestion.events" and tostring(Properties.hub) == "${authEventsHub}"'
    fires: 'none'
    severity: 1
    window: 'PT10M'
    looks: 1
  }
  {
    name: 'enforcement-not-run'
    title: 'Enforcement does not run'
    description: 'EnforceSuspensions has not succeeded for 10 minutes: what is pending is not activated, what is over does not expire.'
    query: 'AppMetrics | where Name == "abuseserverless.timer.runs" and tostring(Properties.function) == "EnforceSuspensions" and tostring(Properties.outcome) == "success"'
    fires: 'none'
    severity: 1
    window: 'PT10M'
    looks: 1
  }
  {
    name: 'enforcement-fails'
    title: 'Enforcement fails'
    description: 'Runs of EnforceSuspensions have failed in each of two looks: some of what is due about suspensions is not done.'
    query: 'AppMetrics | where Name == "abuseserverless.timer.runs" and tostring(Properties.function) == "EnforceSuspensions" and tostring(Properties.outcome) == "failure"'
    fires: 'some'
    severity: 1
    window: 'PT5M'
    looks: 2
  }
  {
    name: 'batches-fail'
    title: 'Batches of events fail'
    description: 'Batches have failed in each of three looks. A batch that fails is tried again until it succeeds, and its partition waits for it.'
    query: 'AppMetrics | where Name == "abuseserverless.ingestion.batch.duration" and tostring(Properties.outcome) == "failure"'
    fires: 'some'
    severity: 1
    window: 'PT5M'
    looks: 3
  }
  {
    name: 'lag'
    title: 'Events wait in the hub'
    description: 'The newest event of a batch had waited longer than ${maximumLagSeconds} s when its processing began, in each of two looks.'
    query: 'AppMetrics | where Name == "abuseserverless.ingestion.lag" and Max > ${maximumLagSeconds}'
    fires: 'some'
    severity: 2
    window: 'PT5M'
    looks: 2
  }
  {
    name: 'dead-letters'
    title: 'Messages put among the dead letters'
    description: 'Messages were no events, or too late. The table DeadLetters has each with its reason (Get-GeoDeadLetter).'
    query: 'AppMetrics | where Name == "abuseserverless.dead_letters" and tostring(Properties.reason) != "Undelivered"'
    fires: 'some'
    severity: 3
    window: 'PT15M'
    looks: 1
  }
  {
    name: 'unreadable'
    title: 'Rows of accounts cannot be read'
    description: 'Rows of AccountActivity were damaged or of another version. Their accounts began anew, and what the rows held is in the column Unreadable.'
    query: 'AppMetrics | where Name == "abuseserverless.activity.unreadable"'
    fires: 'some'
    severity: 2
    window: 'PT15M'
    looks: 1
  }
  {
    name: 'notifications'
    title: 'Notifications are not delivered'
    description: 'Attempts to tell somebody have failed in each of three looks. They are repeated until they are given up.'
    query: 'AppMetrics | where Name == "abuseserverless.notifications.attempts" and tostring(Properties.outcome) in ("failed", "given_up")'
    fires: 'some'
    severity: 2
    window: 'PT5M'
    looks: 3
  }
  {
    name: 'notifications-not-run'
    title: 'Notifications are not sent'
    description: 'DeliverNotifications has not succeeded for 10 minutes: nobody is told of suspensions.'
    query: 'AppMetrics | where Name == "abuseserverless.timer.runs" and tostring(Properties.function) == "DeliverNotifications" and tostring(Properties.outcome) == "success"'
    fires: 'none'
    severity: 2
    window: 'PT10M'
    looks: 1
  }
  {
    name: 'statistics-not-run'
    title: 'Daily statistics are not made'
    description: 'SummariseDay, which is due every hour, has not succeeded for 3 hours: the report stands still, and a loss of reputation is not noticed.'
    query: 'AppMetrics | where Name == "abuseserverless.timer.runs" and tostring(Properties.function) == "SummariseDay" and tostring(Properties.outcome) == "success"'
    fires: 'none'
    severity: 2
    window: 'PT3H'
    looks: 1
  }
  {
    name: 'purge-not-run'
    title: 'Old rows are not deleted'
    description: 'PurgeExpired, which is due every hour, has not succeeded for a day: personal data is kept longer than the settings say.'
    query: 'AppMetrics | where Name == "abuseserverless.timer.runs" and tostring(Properties.function) == "PurgeExpired" and tostring(Properties.outcome) == "success"'
    fires: 'none'
    severity: 2
    window: 'P1D'
    looks: 1
  }
  {
    name: 'failing-open'
    title: 'Logins are allowed unseen'
    description: 'Mail servers were told to allow logins because the suspensions were not read, in each of two looks. A moment of it is normal when an instance starts.'
    query: 'AppMetrics | where Name == "abuseserverless.policy.allows" and tostring(Properties.outcome) == "failed_open"'
    fires: 'some'
    severity: 1
    window: 'PT5M'
    looks: 2
  }
  {
    name: 'reputation'
    title: 'A provider refuses our mail for its reputation'
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
    description: 'The Event Hubs namespace turned requests away: it needs more throughput units. Senders try again, so nothing is lost as long as their spool lasts.'
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
