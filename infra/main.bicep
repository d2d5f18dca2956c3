targetScope = 'subscription'

import { principal } from 'app/principal.bicep'
import { scale as scaleName, size, sizes } from 'app/scale.bicep'

@description('Name of the azd environment; part of the resource group\'s name and the base of all other names.')
@minLength(1)
@maxLength(64)
param environmentName string

@description('Region: one that has the Flex Consumption plan with .NET 10.')
@minLength(1)
@metadata({ azd: { type: 'location' } })
param location string

@description('Size: small (1,000,000 accounts, 100 AUTH events per second), medium (10,000,000; 1,000) or large (50,000,000; 4,500). app/scale.bicep has the resulting values.')
param scale scaleName = 'small'

@description('Resource group; empty: rg- and the environment\'s name.')
param resourceGroupName string = ''

// One module assigns all roles, and a deployment has at most 800 resources. The limits of these lists keep to that.
@description('Operators, who change suspensions. Each entry needs 73 role assignments, of which a subscription has 4,000: use groups.')
@maxLength(4)
param operators principal[] = []

@description('Readers of suspensions and the audit log. Use groups.')
@maxLength(16)
param readers principal[] = []

@description('Officers who put secrets into the Key Vault. Use groups.')
@maxLength(16)
param secretOfficers principal[] = []

@description('Whether the deploying identity gets the roles of operators and secret officers. Turn off for deployments by a pipeline.')
param deployerIsOperator bool = true

@description('Mail hosts with a gate. Each entry needs 7 role assignments: use a security group that has the identities of the hosts as members.')
@maxLength(24)
param gates principal[] = []

@description('Mail servers and log shippers. Each entry needs 2 role assignments: use a security group.')
@maxLength(40)
param senders principal[] = []

@description('Mail address that receives alerts; empty: none.')
param alertEmail string = ''

@description('Whether the alerts are on.')
param alertsEnabled bool = true

@description('Seconds that an event may wait in the hub before the lag alert fires.')
param maximumLagSeconds int = 300

@description('Event Hubs tier: Standard or Premium.')
param eventHubsSku ('Standard' | 'Premium') = 'Standard'

@description('Initial throughput units (Standard) or processing units (Premium). Default: the value of scale, as for all following parameters that may be null.')
param eventHubsCapacity int?

@description('Maximum throughput units to which a Standard namespace grows automatically.')
param eventHubsMaximumThroughputUnits int?

@description('Partitions of each event hub; fixed at creation, except in Premium. 0: the value of scale. azd remembers the number of the first deployment, so a later change of scale keeps it.')
param partitionCount int = 0

@description('Hours that the event hub retains an event.')
param retentionHours int = 72

@description('Redundancy of the storage account.')
param storageSku ('Standard_LRS' | 'Standard_ZRS' | 'Standard_GRS' | 'Standard_GZRS') = 'Standard_ZRS'

@description('Memory of an instance of the functions in MB.')
param instanceMemoryMB (2048 | 4096)?

@description('Maximum instances of each function.')
param maximumInstanceCount int = 40

@description('Instances of RecordAuthEvents that are kept running.')
param alwaysReadyInstances int?

@description('Instances of the HTTP functions that are kept running.')
param alwaysReadyHttpInstances int?

@description('Whether instances of the functions are spread over availability zones: at least two of each function then never stop. The region must have it, and storageSku must be Standard_ZRS or Standard_GZRS.')
param zoneRedundant bool?

@description('How instances are replaced by an update: RollingUpdate, or Recreate if the region does not support that.')
param updateStrategy ('Recreate' | 'RollingUpdate') = 'RollingUpdate'

@description('Settings of the code, such as { Nets__Countries__Suspend: \'8\' }; no secrets.')
param appSettings object = {}

@description('Application (client) id of the app registration with which people sign in to the report; empty: the report has no sign-in.')
param reportClientId string = ''

@description('Secrets in the Key Vault that the functions need.')
param secrets ('mail-password' | 'policy-key' | 'policy-next-key' | 'portal-key' | 'recovery-link-key' | 'report-key' | 'webhook-secret')[] = []

@description('Days that logs are kept.')
param logRetentionDays int = 30

@description('Maximum gigabytes of ingested logs per day; -1: no limit.')
param logDailyQuotaGb int = -1

@description('Which requests to tables are logged with the identity that made them: deletes, changes (deletes and writes) or all (reads too). Most of them come from the functions: about 1 KB each, see docs/performance.md.')
param logTables ('none' | 'deletes' | 'changes' | 'all') = 'deletes'

@description('Whether storage and Event Hubs are reached through private endpoints only.')
param privateNetworking bool = false

@description('Public IPv4 networks (CIDR, at most /30) and single addresses that may reach the public endpoints despite private networking: mail servers and operators without a route into the virtual network. Storage ignores them for callers in its own region.')
param allowedNetworks string[] = []

@description('Address space of the virtual network with private networking: a /24 or larger.')
param virtualNetworkPrefix string = '10.71.0.0/24'

var deploying principal[] = deployerIsOperator ? [{ id: deployer().objectId, type: empty(deployer().?userPrincipalName) ? 'ServicePrincipal' : 'User' }] : []

var chosen size = sizes[scale]
var partitions = partitionCount == 0 ? chosen.partitionCount : partitionCount

// Locally and geographically redundant storage has all copies that are read in one zone.
var zones = zoneRedundant ?? chosen.zoneRedundant
var spread = zones && !contains(storageSku, 'ZRS')
  ? fail('Zone redundancy needs storageSku Standard_ZRS or Standard_GZRS. Set that, or zoneRedundant to false')
  : zones

var tags = { 'azd-env-name': environmentName }
var token = toLower(uniqueString(subscription().id, environmentName, location))
var names = {
  applicationInsights: 'appi-abuse-${token}'
  eventHubs: 'evhns-abuse-${token}'
  functions: 'func-abuse-${token}'
  storage: 'stabuse${token}'
  vault: 'kv-abuse-${token}'
}
var hubs = ['auth-events', 'delivery-events']
var consumerGroup = 'abuse-serverless'

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: empty(resourceGroupName) ? 'rg-${environmentName}' : resourceGroupName
  location: location
  tags: tags
}

module identity 'app/identity.bicep' = {
  scope: group
  params: {
    name: 'id-abuse-${token}'
    location: location
    tags: tags
  }
}

module storage 'app/storage.bicep' = {
  scope: group
  params: {
    name: names.storage
    location: location
    tags: tags
    sku: storageSku
    deploymentContainer: 'deployments'
    privateNetworking: privateNetworking
    allowedNetworks: allowedNetworks
  }
}

module eventHubs 'app/eventhubs.bicep' = {
  scope: group
  params: {
    name: names.eventHubs
    location: location
    tags: tags
    sku: eventHubsSku
    capacity: eventHubsCapacity ?? (eventHubsSku == 'Standard' ? chosen.throughputUnits : chosen.processingUnits)
    maximumThroughputUnits: eventHubsMaximumThroughputUnits ?? chosen.maximumThroughputUnits
    hubs: hubs
    consumerGroup: consumerGroup
    partitionCount: partitions
    retentionHours: retentionHours
    privateNetworking: privateNetworking
    allowedNetworks: allowedNetworks
  }
}

module vault 'app/keyvault.bicep' = {
  scope: group
  params: {
    name: names.vault
    location: location
    tags: tags
    privateNetworking: privateNetworking
    allowedNetworks: allowedNetworks
  }
}

module monitoring 'app/monitoring.bicep' = {
  scope: group
  params: {
    workspaceName: 'log-abuse-${token}'
    componentName: names.applicationInsights
    location: location
    tags: tags
    retentionDays: logRetentionDays
    dailyQuotaGb: logDailyQuotaGb
  }
}

module network 'app/network.bicep' = if (privateNetworking) {
  scope: group
  params: {
    name: 'vnet-abuse-${token}'
    location: location
    tags: tags
    addressPrefix: virtualNetworkPrefix
    storageId: storage.outputs.id
    eventHubsId: eventHubs.outputs.id
    vaultId: vault.outputs.id
  }
}

module roles 'app/roles.bicep' = {
  scope: group
  // Names are passed instead of outputs, so that what-if can tell what roles it would give.
  dependsOn: [storage, eventHubs, monitoring, vault]
  params: {
    #disable-next-line what-if-short-circuiting // Known only once the identity is there, and part of the assignments' names: one made anew is given its roles anew.
    functionsPrincipalId: identity.outputs.principalId
    gates: gates
    operators: union(operators, deploying)
    readers: readers
    secretOfficers: union(secretOfficers, deploying)
    senders: senders
    token: token
    storageAccountName: names.storage
    eventHubsName: names.eventHubs
    hubs: hubs
    applicationInsightsName: names.applicationInsights
    vaultName: names.vault
  }
}

module functions 'app/functions.bicep' = {
  scope: group
  // An app that starts before its roles are there begins with failures.
  dependsOn: [roles]
  params: {
    name: names.functions
    planName: 'plan-abuse-${token}'
    location: location
    tags: tags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    storageAccountName: names.storage
    tableEndpoint: storage.outputs.tableEndpoint
    deploymentUri: storage.outputs.deploymentUri
    eventHubsHost: eventHubs.outputs.host
    authEventsHub: hubs[0]
    deliveryEventsHub: hubs[1]
    consumerGroup: consumerGroup
    applicationInsightsConnectionString: monitoring.outputs.connectionString
    vaultUri: vault.outputs.uri
    secrets: secrets
    size: union(chosen, {
      instanceMemoryMB: instanceMemoryMB ?? chosen.instanceMemoryMB
      alwaysReadyInstances: alwaysReadyInstances ?? chosen.alwaysReadyInstances
      alwaysReadyHttpInstances: alwaysReadyHttpInstances ?? chosen.alwaysReadyHttpInstances
      zoneRedundant: spread
    })
    maximumInstanceCount: maximumInstanceCount
    updateStrategy: updateStrategy
    privateNetworking: privateNetworking
    allowedNetworks: allowedNetworks
    reportClientId: reportClientId
    subnetId: network.?outputs.functionsSubnetId ?? ''
    moreSettings: appSettings
  }
}

// Apart from the network's other endpoints: the app needs the network first.
module appEndpoint 'app/endpoint.bicep' = if (privateNetworking) {
  scope: group
  params: {
    name: 'vnet-abuse-${token}-sites'
    location: location
    tags: tags
    serviceId: functions.outputs.id
    service: 'sites'
    zoneName: 'privatelink.azurewebsites.net'
    networkId: network.?outputs.id ?? ''
    subnetId: network.?outputs.endpointsSubnetId ?? ''
  }
}

// Who did what to tables and hubs: the threat model leans on it.
module diagnostics 'app/diagnostics.bicep' = {
  scope: group
  dependsOn: [storage, eventHubs, vault, functions]
  params: {
    workspaceId: monitoring.outputs.workspaceId
    storageAccountName: names.storage
    eventHubsName: names.eventHubs
    vaultName: names.vault
    functionAppName: names.functions
    eventHubsSku: eventHubsSku
    logTables: logTables
  }
}

module alerts 'app/alerts.bicep' = {
  scope: group
  params: {
    prefix: 'abuse-${environmentName}'
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    eventHubsId: eventHubs.outputs.id
    authEventsHub: hubs[0]
    email: alertEmail
    maximumLagSeconds: maximumLagSeconds
    enabled: alertsEnabled
  }
}

module workbook 'app/workbook.bicep' = {
  scope: group
  params: {
    title: 'AbuseServerless (${environmentName})'
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
  }
}

@description('Whether the deploying identity has roles on the tables; the hook after a deployment waits for them.')
output DEPLOYER_IS_OPERATOR bool = deployerIsOperator
output AZURE_LOCATION string = location
output AZURE_RESOURCE_GROUP string = group.name
output AZURE_FUNCTION_NAME string = functions.outputs.name

@description('The value for Connect-GeoAbuse -AccountUri.')
output STORAGE_ACCOUNT_URI string = storage.outputs.tableEndpoint

@description('The host that mail servers send to.')
output EVENTHUBS_HOST string = eventHubs.outputs.host
output AUTH_EVENTS_HUB string = hubs[0]

@description('Partitions of each hub: fed back by main.parameters.json, since they are fixed once the hubs are made.')
output PARTITION_COUNT int = partitions

@description('The vault for secrets.')
output KEY_VAULT_NAME string = names.vault
