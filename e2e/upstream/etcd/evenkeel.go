package integration

import (
	"bufio"
	"fmt"
	"hash/crc32"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"go.etcd.io/etcd/server/v3/etcdserver/api/v3rpc"
)

const startLimit = time.Minute

// evenkeel is the server that EVENKEEL names, behind the listener of a member: clients talk to it, and to the etcd that the
// framework embeds nobody but the framework. The only member of a cluster has an SQLite file, several share a store at
// POSTGRES_URL. A restarted member goes on where it was.
type evenkeel struct {
	process  *exec.Cmd
	listener net.Listener
	address  string

	mu          sync.Mutex
	connections map[net.Conn]struct{}
}

func startEvenkeel(m *Member) (*evenkeel, error) {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	e := &evenkeel{listener: m.GRPCListener, address: free.Addr().String(), connections: map[net.Conn]struct{}{}}
	free.Close()
	e.process = exec.Command(os.Getenv("EVENKEEL"), arguments(m, e.address)...)
	output, err := e.process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	e.process.Stderr = e.process.Stdout
	if err := e.process.Start(); err != nil {
		return nil, err
	}
	if err := awaitBanner(output); err != nil {
		e.close()
		return nil, err
	}
	go e.serve()
	return e, nil
}

func arguments(m *Member, address string) []string {
	scheme := "http"
	var tls []string
	if info := m.ClientTLSInfo; info != nil && !info.Empty() {
		scheme = "https"
		tls = append(tls, "--cert-file="+info.CertFile, "--key-file="+info.KeyFile)
		if info.TrustedCAFile != "" {
			tls = append(tls, "--trusted-ca-file="+info.TrustedCAFile)
		}
	}
	progress := m.WatchProgressNotifyInterval
	if progress == 0 {
		progress = v3rpc.GetProgressReportInterval()
	}
	args := []string{
		"serve",
		"--name=" + m.Name,
		"--listen-client-urls=" + scheme + "://" + address,
		fmt.Sprintf("--max-txn-ops=%d", m.MaxTxnOps),
		fmt.Sprintf("--max-request-bytes=%d", max(m.MaxRequestBytes, 1024)),
		fmt.Sprintf("--quota-backend-bytes=%d", m.QuotaBackendBytes),
		"--watch-progress-notify-interval=" + progress.String(),
	}
	return append(append(args, datastore(m)...), tls...)
}

// datastore says where a member's data are: members of a cluster know each other by their URLs, and tests do by their folder.
func datastore(m *Member) []string {
	if len(m.InitialPeerURLsMap) == 1 {
		file := url.URL{Scheme: "sqlite", Path: filepath.Join(m.DataDir, "evenkeel.db")}
		return []string{"--datastore=" + file.String()}
	}
	cluster := m.InitialPeerURLsMap.String() + filepath.Dir(filepath.Dir(m.DataDir))
	store := fmt.Sprintf("--store=test-%08x", crc32.ChecksumIEEE([]byte(cluster)))
	return []string{"--datastore=" + os.Getenv("POSTGRES_URL"), store}
}

func awaitBanner(output io.Reader) error {
	banner := make(chan error, 1)
	go func() {
		var said strings.Builder
		lines := bufio.NewScanner(output)
		for lines.Scan() {
			fmt.Fprintln(&said, lines.Text())
			if strings.Contains(lines.Text(), " serves store ") {
				banner <- nil
				break
			}
		}
		banner <- fmt.Errorf("the server ended:\n%s", said.String())
		io.Copy(io.Discard, output)
	}()
	select {
	case err := <-banner:
		return err
	case <-time.After(startLimit):
		return fmt.Errorf("the server did not start within %v", startLimit)
	}
}

func (e *evenkeel) serve() {
	for {
		client, err := e.listener.Accept()
		if err != nil {
			return
		}
		go e.join(client)
	}
}

func (e *evenkeel) join(client net.Conn) {
	server, err := net.Dial("tcp", e.address)
	if err != nil {
		client.Close()
		return
	}
	e.note(client, server)
	defer e.forget(client, server)
	go func() {
		io.Copy(server, client)
		server.Close()
	}()
	io.Copy(client, server)
}

func (e *evenkeel) note(connections ...net.Conn) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, connection := range connections {
		e.connections[connection] = struct{}{}
	}
}

func (e *evenkeel) forget(connections ...net.Conn) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, connection := range connections {
		connection.Close()
		delete(e.connections, connection)
	}
}

func (e *evenkeel) close() {
	e.listener.Close()
	e.process.Process.Signal(syscall.SIGTERM)
	e.process.Wait()
	e.mu.Lock()
	defer e.mu.Unlock()
	for connection := range e.connections {
		connection.Close()
	}
}
