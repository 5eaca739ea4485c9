# Makes etcd's framework of integration tests, framework/integration/cluster.go, start evenkeel beside each embedded etcd.
s|^\tGRPCServer     \*grpc.Server$|&\n\tevenkeel       *evenkeel|
s|^\t\tm.GRPCServer = v3rpc.Server(.*|\t\t_ = tlscfg\n\t\tif m.evenkeel, err = startEvenkeel(m); err != nil {\n\t\t\treturn err\n\t\t}|
/^\t\tm.ServerClient = v3client.New(m.Server)$/d
/^\t\tlockpb.RegisterLockServer(/d
/^\t\tepb.RegisterElectionServer(/d
/^\t\tgo m.GRPCServer.Serve(m.GRPCListener)$/d
/etcdserver\/api\/\(v3client\|v3election\|v3lock\|v3rpc\)"$/d
s|^\tif m.Server != nil {$|\tif m.evenkeel != nil {\n\t\tm.evenkeel.close()\n\t\tm.evenkeel = nil\n\t}\n&|
# Members are those of the embedded etcds, which evenkeel does not know.
s|^\tc.WaitMembersMatch(t, c.ProtoMembers())$||
