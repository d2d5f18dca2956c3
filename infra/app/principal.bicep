@export()
@description('Who is given a role: an object id of Microsoft Entra ID and what it is the id of.')
type principal = {
  @minLength(36)
  @maxLength(36)
  id: string
  type: 'Group' | 'ServicePrincipal' | 'User'
}
