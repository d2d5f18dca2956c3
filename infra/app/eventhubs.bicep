@description('Name of the namespace.')
param name string
param location string
param tags object

@description('Standard or Premium; Basic has no consumer groups.')
@allowed(['Standard', 'Premium'])
param sku string

@description('Throughput units (Standard, 1 to 40) or processing units (Premium: 1, 2, 4, 8, 16) to begin with.')
@minValue(1)
@maxValue(40)
param capacity int

@description('Throughput units up to which a Standard namespace grows by itself; 0: it does not.')
@minValue(0)
@maxValue(40)
param maximumThroughputUnits int

@description('Names of the hubs.')
param hubs string[]

@description('Consumer group that the functions read with.')
param consumerGroup string

@description('Partitions of each hub. Standard: at most 32, and fixed once the hub is made.')
@minValue(1)
@maxValue(100)
param partitionCount int

@description('Hours that an event is kept; Standard: at most 168.')
@minValue(1)
@maxValue(2160)
param retentionHours int

@description('Whether anything but private endpoints and the allowed networks is kept out.')
param privateNetworking bool

@description('Networks (CIDR) that reach the public endpoint all the same where networking is private.')
param allowedNetworks string[]

var grows = sku == 'Standard' && maximumThroughputUnits > capacity
var publicNetworkAccess = privateNetworking && empty(allowedNetworks) ? 'Disabled' : 'Enabled'

resource namespace 'Microsoft.EventHub/namespaces@2024-01-01' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: sku
    tier: sku
    capacity: capacity
  }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
    publicNetworkAccess: publicNetworkAccess
    isAutoInflateEnabled: grows
    maximumThroughputUnits: grows ? maximumThroughputUnits : 0
  }

  resource network 'networkRuleSets' = {
    name: 'default'
    properties: {
      publicNetworkAccess: publicNetworkAccess
      defaultAction: privateNetworking ? 'Deny' : 'Allow'
      trustedServiceAccessEnabled: false
      ipRules: [for cidr in allowedNetworks: { action: 'Allow', ipMask: cidr }]
    }
  }
}

resource hub 'Microsoft.EventHub/namespaces/eventhubs@2024-01-01' = [
  for hub in hubs: {
    parent: namespace
    name: hub
    properties: {
      partitionCount: partitionCount
      retentionDescription: {
        cleanupPolicy: 'Delete'
        retentionTimeInHours: retentionHours
      }
    }
  }
]

resource group 'Microsoft.EventHub/namespaces/eventhubs/consumergroups@2024-01-01' = [
  for (name, i) in hubs: {
    parent: hub[i]
    name: consumerGroup
  }
]

output id string = namespace.id

// The namespace's own endpoint, without scheme and port.
output host string = split(split(namespace.properties.serviceBusEndpoint, '//')[1], ':')[0]
