@description('Name of the virtual network.')
param name string
param location string
param tags object

@description('Address space of the network: a /24 or larger that overlaps no network which is to reach it.')
param addressPrefix string

@description('Storage account whose blobs and tables get a private endpoint each.')
param storageId string

@description('Event Hubs namespace that gets a private endpoint.')
param eventHubsId string

@description('Key Vault that gets a private endpoint.')
param vaultId string

var endpoints = [
  { service: 'blob', of: storageId, zone: 'privatelink.blob.${environment().suffixes.storage}' }
  { service: 'table', of: storageId, zone: 'privatelink.table.${environment().suffixes.storage}' }
  { service: 'namespace', of: eventHubsId, zone: 'privatelink.servicebus.windows.net' }
  { service: 'vault', of: vaultId, zone: 'privatelink.vaultcore.azure.net' }
]

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: [addressPrefix]
    }
    subnets: [
      {
        name: 'functions'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 26, 0)
          delegations: [{ name: 'flex', properties: { serviceName: 'Microsoft.App/environments' } }]
        }
      }
      {
        name: 'endpoints'
        properties: {
          addressPrefix: cidrSubnet(addressPrefix, 26, 1)
          privateEndpointNetworkPolicies: 'Disabled'
        }
      }
    ]
  }

  resource functions 'subnets' existing = { name: 'functions' }
  resource endpoints 'subnets' existing = { name: 'endpoints' }
}

module endpoint 'endpoint.bicep' = [
  for endpoint in endpoints: {
    params: {
      name: '${name}-${endpoint.service}'
      location: location
      tags: tags
      serviceId: endpoint.of
      service: endpoint.service
      zoneName: endpoint.zone
      networkId: network.id
      subnetId: network::endpoints.id
    }
  }
]

output id string = network.id
output endpointsSubnetId string = network::endpoints.id
output functionsSubnetId string = network::functions.id
