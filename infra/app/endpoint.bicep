@description('Name of the private endpoint.')
param name string
param location string
param tags object

@description('Resource that the endpoint leads to.')
param serviceId string

@description('Which of the resource\'s services: blob, table, namespace, vault or sites.')
param service string

@description('Private DNS zone in which the service\'s name is found.')
param zoneName string

@description('Virtual network that resolves names in that zone.')
param networkId string

@description('Subnet that the endpoint stands in.')
param subnetId string

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: zoneName
  location: 'global'
  tags: tags

  resource link 'virtualNetworkLinks' = {
    name: name
    location: 'global'
    tags: tags
    properties: {
      registrationEnabled: false
      virtualNetwork: {
        id: networkId
      }
    }
  }
}

resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    subnet: {
      id: subnetId
    }
    privateLinkServiceConnections: [
      {
        name: service
        properties: {
          privateLinkServiceId: serviceId
          groupIds: [service]
        }
      }
    ]
  }

  resource names 'privateDnsZoneGroups' = {
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [{ name: service, properties: { privateDnsZoneId: zone.id } }]
    }
  }
}
