// What the platform logs of requests, beside the functions' own telemetry, into the same workspace.

param workspaceId string
param storageAccountName string
param eventHubsName string
param vaultName string
param functionAppName string

@description('Tier of the Event Hubs namespace: each has logs of its own.')
param eventHubsSku ('Standard' | 'Premium')

@description('Which requests to tables are logged.')
param logTables ('none' | 'deletes' | 'changes' | 'all')

resource storage 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: storageAccountName

  resource tables 'tableServices' existing = {
    name: 'default'
  }
}

resource namespace 'Microsoft.EventHub/namespaces@2024-01-01' existing = {
  name: eventHubsName
}

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = {
  name: vaultName
}

resource app 'Microsoft.Web/sites@2024-11-01' existing = {
  name: functionAppName
}

// StorageTableLogs: who did what to which row, with the identity that did it. An operator cannot change them.
resource ofTables 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (logTables != 'none') {
  name: 'abuse-serverless'
  scope: storage::tables
  properties: {
    workspaceId: workspaceId
    logs: [
      { category: 'StorageRead', enabled: logTables == 'all' }
      { category: 'StorageWrite', enabled: contains(['changes', 'all'], logTables) }
      { category: 'StorageDelete', enabled: true }
    ]
  }
}

// The service refuses a setting that names categories and a group of categories.
resource ofHubs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'abuse-serverless'
  scope: namespace
  properties: {
    workspaceId: workspaceId
    logs: map(concat(['AutoScaleLogs', 'OperationalLogs'], eventHubsSku == 'Premium' ? ['RuntimeAuditLogs'] : []), name => {
      category: name
      enabled: true
    })
  }
}

resource ofVault 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'abuse-serverless'
  scope: vault
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'audit', enabled: true }]
  }
}

// What the host says outside the functions, such as why it does not start, and who signed in to the report.
resource ofApp 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'abuse-serverless'
  scope: app
  properties: {
    workspaceId: workspaceId
    logs: [
      { category: 'FunctionAppLogs', enabled: true }
      { category: 'AppServiceAuthenticationLogs', enabled: true }
    ]
  }
}
